"""Rules of the canonical audit that judge the office, its units and periods, ask for attestations, or could not be judged at all."""

from __future__ import annotations

from govaudit.results import RuleResult
from govaudit.states import Force, State
from tests.reports.build import clause, rule_result


def office_rules() -> tuple[RuleResult, ...]:
    """Make the rules that judge the office, its units and periods, attestations, and those that could not be judged at all."""
    train = clause("附表2.26-1", "附表2第26行“任务内容”栏", "每年组织两场政务公开培训")
    listen = clause("附表2.24-1", "附表2第24行“任务内容”栏", "分管领导每季度听取一次汇报")
    review = clause("附表2.28-1", "附表2第28行“任务内容”栏", "年底开展评估,下一年第一季度公开")
    open_day = clause("三甲(一)-2", "正文第一个“三、”(一)第2句", "办好政府开放日")
    lists = (
        clause("一(二)-4", "正文“一、夯实政务公开工作基础”(二)第3句", "公开财政预算"),
        clause("一(二)-5", "正文“一、夯实政务公开工作基础”(二)第3句", "公开征地信息"),
    )
    return (
        rule_result(
            "DX21-T26.1",
            "全年至少两场培训",
            (train,),
            "trainings",
            {State.FAIL: 1},
            {
                "record": "2021",
                "state": "fail",
                "message": "2021-01-01 至 2021-10-31 应至少 2 次,只有 1 次",
                "evidence": {"n": 1},
                "due": "2021-10-31",
                "remedy": "补办一场",
            },
            force=Force.INFERRED,
        ),
        rule_result(
            "DX21-T24.1",
            "分管领导每季度听取一次汇报",
            (listen,),
            "meetings",
            {State.UNDECIDED: 1},
            {"state": "undecided", "message": "没有提供“会议与听取汇报”台账"},
            reasons=((State.UNDECIDED, "没有提供“会议与听取汇报”台账", 1),),
        ),
        rule_result(
            "DX21-T24.2",
            "主要领导每年听取一次汇报",
            (listen,),
            "meetings",
            {State.UNDECIDED: 1},
            {"state": "undecided", "message": "没有提供“会议与听取汇报”台账"},
            reasons=((State.UNDECIDED, "没有提供“会议与听取汇报”台账", 1),),
        ),
        rule_result(
            "DX21-T28.1",
            "开展年度评估",
            (review,),
            "assessments",
            {State.UNDECIDED: 1},
            {"state": "undecided", "message": "要点自身说法不一:按“附表2第28行“时间节点”栏”为违规,按“附表2第28行“任务内容”栏”为未到期"},
            reasons=((State.UNDECIDED, "要点自身说法不一", 1),),
        ),
        rule_result(
            "DX21-1.1.1",
            "法规修改后及时更新",
            (clause("一(一)-1", "正文“一、夯实政务公开工作基础”(一)第1句", "网站上引用的行政法规及时更新"),),
            "law_texts",
            {State.UNDECIDED: 1},
            {"state": "undecided", "message": "参数“法规修改后更新网站文本的期限”没有设定:原文只写及时"},
            reasons=((State.UNDECIDED, "参数“法规修改后更新网站文本的期限”没有设定:原文只写及时", 1),),
        ),
        rule_result(
            "DX21-1.2.4",
            "重点领域信息按类公开",
            lists,
            "publications",
            {State.PASS: 1, State.FAIL: 1, State.NOT_APPLICABLE: 1},
            {
                "record": "征地信息/2021",
                "clause": "一(二)-5",
                "unit": "自然资源所",
                "state": "fail",
                "message": "2021-01-01 至 2021-12-31 没有公开“征地信息”类信息,也没有零报告",
                "evidence": {"category": "征地信息", "n": 0},
                "remedy": "公开本类信息;没有的,报零报告并说明理由",
            },
            reasons=((State.NOT_APPLICABLE, "有零报告", 1),),
        ),
        rule_result(
            "DX21-3.1.2",
            "办好政府开放日",
            (open_day, clause("附表2.17-1", "附表2第17行“任务内容”栏", "每年至少一次开放日活动")),
            "attestations",
            {State.MANUAL: 2},
            {"record": "三甲(一)-2", "state": "manual", "message": "需要人工证明:活动方案、照片或报道"},
            {"record": "附表2.17-1", "clause": "附表2.17-1", "state": "manual", "message": "需要人工证明:活动方案、照片或报道"},
            reasons=((State.MANUAL, "需要人工证明", 2),),
        ),
        rule_result(
            "DX21-2.4.1",
            "涉密文件不上网",
            (clause("二(四)-1", "正文“二”(四)", "涉密文件不得公开"),),
            "documents",
            {},
            reasons=((State.NOT_APPLICABLE, "台账中没有适用的记录", 1),),
        ),
        rule_result(
            "LS19-4.2",
            "舆情 48 小时内回应",
            (clause("四-2", "第四条第二款", "其他政务舆情 48 小时内回应"),),
            "sentiments",
            {State.ERROR: 1},
            {"state": "error", "message": "规则未能执行:SchemaError: invalid series dtype"},
            pack="lushan-2019",
        ),
    )
