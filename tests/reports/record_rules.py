"""Rules of the canonical audit that judge records."""

from __future__ import annotations

from typing import Any

from govaudit.results import RuleResult
from govaudit.states import Force, State
from tests.reports.build import clause, rule_result

REPLY = clause("三甲(三)-3", "正文第一个“三、”(加强解读和回应实效)(三)第2句", "五类平台上的意见建议和咨询,10 个工作日内答复")
INTERPRET = clause("三甲(二)-2", "正文第一个“三、”(加强解读和回应实效)(二)第2句", "解读材料与文件同步公开,最迟不超过 5 个工作日")
INTERPRET_TABLE = clause("附表2.12-1", "附表2第12行“任务内容”栏", "解读材料与文件同步公开")


def inquiry(number: int, unit: str, title: str, state: str, message: str, **more: Any) -> dict[str, Any]:
    """Make a finding about a message in the ledger."""
    evidence = {"title": title, "replied_at": more.pop("replied", None), "received_at": more.pop("received", None)}
    known = {
        "record": f"LY-2021-{number:04d}",
        "unit": unit,
        "state": state,
        "message": message,
        "src": 0,
        "row": number + 1,
        "field": "replied_at",
    }
    return known | {"evidence": evidence, "remedy": "立即答复并向来件人说明原因;登记迟延情况", "provisional": False} | more


LATE = (
    inquiry(
        113,
        "民政办",
        "关于低保申请进度的咨询",
        "fail",
        "受理时间 2021-07-19 09:12,至今没有答复时间;10 个工作日的期限 2021-08-02 已过,逾期 58 个工作日",
        received="2021-07-19 09:12",
        due="2021-08-02",
        overdue="58 个工作日",
    ),
    inquiry(
        207,
        "民政办",
        "反映养老金发放问题",
        "fail",
        "受理时间 2021-09-17,答复时间 2021-10-09,用时 11 个工作日;期限为10 个工作日,应于 2021-10-08 前,迟 1 个工作日",
        received="2021-09-17",
        replied="2021-10-09",
        due="2021-10-08",
        overdue="1 个工作日",
    ),
    inquiry(
        305,
        "村镇建设办",
        "集镇路灯不亮",
        "fail",
        "受理时间 2021-09-20,至今没有答复时间;10 个工作日的期限 2021-10-12 已过,逾期 13 个工作日",
        received="2021-09-20",
        due="2021-10-12",
        overdue="13 个工作日",
    ),
)
WAITING = (
    inquiry(2801, "财政所", "惠农补贴到账时间", "pending", "受理时间 2021-10-22,尚无答复时间;期限 2021-11-05", due="2021-11-05"),
    inquiry(2790, "民政办", "临时救助标准", "pending", "受理时间 2021-10-18,尚无答复时间;期限 2021-11-01", due="2021-11-01"),
)
BLANK = inquiry(2815, "党政办", "咨询办公时间", "undecided", "不能确定是否属于适用范围:未填“渠道”", remedy="立即答复并向来件人说明原因;登记迟延情况")


def document(number: int, state: str, message: str, **more: Any) -> dict[str, Any]:
    """Make a finding about a document in the JSON file."""
    known = {
        "record": f"店府发〔2021〕{number}号",
        "unit": "党政办",
        "state": state,
        "message": message,
        "src": 1,
        "row": number,
        "field": "publish_date",
    }
    return known | {"evidence": {"title": f"关于做好第{number}项工作的通知", "n": 0}, "remedy": "补发解读材料并与文件关联"} | more


def record_rules() -> tuple[RuleResult, ...]:
    """Make the rules that judge records."""
    return (
        rule_result(
            "DX21-3.3.3",
            "五类平台来件 10 个工作日内答复",
            (REPLY,),
            "inquiries",
            {State.PASS: 2790, State.FAIL: 3, State.PENDING: 2, State.UNDECIDED: 1, State.NOT_APPLICABLE: 20},
            *LATE,
            *WAITING,
            BLANK,
            reasons=(
                (State.UNDECIDED, "不能确定是否属于适用范围:未填“渠道”", 1),
                (State.NOT_APPLICABLE, "不在本条适用范围", 12),
                (State.NOT_APPLICABLE, "发生在要点印发之前", 8),
            ),
            notes=("有单位的角色未知,按适用本条处理",),
        ),
        rule_result(
            "DX21-3.2.2",
            "政策文件公开后 5 个工作日内公开解读",
            (INTERPRET, INTERPRET_TABLE),
            "documents",
            {State.PASS: 4, State.FAIL: 2, State.PENDING: 1, State.UNDECIDED: 2},
            document(
                7,
                "fail",
                "发布日期 2021-09-01,至今没有政策解读;5 个工作日的期限 2021-09-08 已过,逾期 33 个工作日",
                due="2021-09-08",
                overdue="33 个工作日",
            ),
            document(
                8,
                "fail",
                "发布日期 2021-10-11,至今没有政策解读;5 个工作日的期限 2021-10-18 已过,逾期 9 个工作日",
                due="2021-10-18",
                overdue="9 个工作日",
            ),
            document(6, "pending", "发布日期 2021-10-28,尚无政策解读;期限 2021-11-04", due="2021-11-04", provisional=True),
            document(3, "undecided", "“发布日期”的内容无法读取"),
            document(4, "undecided", "发布日期 2021-10-20;有 1 条相关记录缺日期或条件不明,不能断定没有按期完成"),
            reasons=(
                (State.UNDECIDED, "“发布日期”的内容无法读取", 1),
                (State.UNDECIDED, "相关记录缺日期或条件不明", 1),
            ),
            notes=("有单位的角色未知,按适用本条处理", "“解读期限”取 5 个工作日,由使用单位设定,要点原文没有数字"),
        ),
        rule_result(
            "DX21-1.1.2",
            "公文写明公开属性",
            (clause("一(一)-2", "正文“一、夯实政务公开工作基础”(一)第2句前半", "公文在起草源头就审查、确定公开属性"),),
            "documents",
            {State.UNDECIDED: 9},
            *(document(number, "undecided", "台账没有“公开属性”一栏", src=1, field="disclosure_attr", remedy=None) for number in range(9)),
            reasons=((State.UNDECIDED, "台账没有“公开属性”一栏", 9),),
        ),
        rule_result(
            "DX21-3.2.5",
            "解读形式用到图表或音视频",
            (clause("三甲(二)-5", "正文第一个“三、”(加强解读和回应实效)(二)第3句", "鼓励用图表、音视频解读"),),
            "interpretations",
            {State.PASS: 11, State.FAIL: 1},
            {
                "record": "JD-08",
                "unit": "党政办",
                "state": "fail",
                "message": "不符合要求:解读形式 文字",
                "src": 2,
                "row": 7,
                "field": "forms",
                "evidence": {"title": "一图读懂惠农补贴(文字版)", "forms": "文字"},
                "remedy": "补做图表或短视频",
            },
            force=Force.SHOULD,
        ),
    )
