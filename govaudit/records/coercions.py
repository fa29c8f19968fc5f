"""What may be done to a cell so that it can be read: each coercion by its name, in words for the office, with an example."""

from __future__ import annotations

from typing import NamedTuple


class Coercion(NamedTuple):
    """What is done: in words, what stood there, and what it is read as."""

    label: str
    before: str
    after: str


COERCIONS: dict[str, Coercion] = {
    "absent": Coercion("写明没有,当作空格", "暂无", ""),
    "full_width": Coercion("全角字符转成半角,去掉不可见字符", "２０１９-07-19", "2019-07-19"),
    "label": Coercion("去掉粘在前面的栏目名", "成文日期:2023-06-14", "2023-06-14"),
    "number_as_text": Coercion("数字当作文字", "12", "“12”"),
    "date_as_text": Coercion("日期当作文字", "2019-07-19", "“2019-07-19”"),
    "date_slash": Coercion("斜线日期", "2019/7/19", "2019-07-19"),
    "date_dot": Coercion("圆点日期", "2019.7.19", "2019-07-19"),
    "date_chinese": Coercion("年月日", "2019年7月19日", "2019-07-19"),
    "date_compact": Coercion("连写的日期", "20190719", "2019-07-19"),
    "date_numerals": Coercion("汉字数字的日期", "二〇一九年七月十九日", "2019-07-19"),
    "date_signs": Coercion("日期中的空格、横线、括号等", "2019 — 7 — 19", "2019-07-19"),
    "date_weekday": Coercion("去掉星期(与日期核对)", "2019-07-19(周五)", "2019-07-19"),
    "date_clock": Coercion("用文字写的时刻", "2019-07-19 下午3时5分", "2019-07-19 15:05"),
    "date_serial": Coercion("Excel 日期序号", "43665", "2019-07-19"),
    "date_unix": Coercion("Unix 秒", "1563499929", "2019-07-19 09:32:09"),
    "date_unix_millis": Coercion("Unix 毫秒", "1563499929000", "2019-07-19 09:32:09"),
    "zone": Coercion("换算成北京时间", "2019-07-19T01:32:09Z", "2019-07-19 09:32:09"),
    "time_dropped": Coercion("只取日期,不要时刻", "2019-07-19 09:32", "2019-07-19"),
    "thousands": Coercion("去掉千分位逗号", "1,200", "1200"),
    "unit": Coercion("去掉与字段相同的单位", "200元", "200"),
    "percent_sign": Coercion("百分数", "4%", "0.04"),
    "permille_sign": Coercion("千分数", "4‰", "0.004"),
    "percent_fraction": Coercion("得分比总分", "4分/100分", "0.04"),
    "boolean_word": Coercion("“是”“否”的其他写法", "√", "是"),
    "enum_spelling": Coercion("取值的其他写法", "主动", "主动公开"),
    "list_divided": Coercion("按顿号、逗号、分号、斜线、换行分成几项", "甲、乙", "甲|乙"),
    "list_numbered": Coercion("去掉各项前面的序号", "1.甲 2.乙", "甲|乙"),
}
"""Every coercion by its name; the names are kept, as programs read them."""
