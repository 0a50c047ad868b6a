"""The six portals of the town: its own copy of what is known of them, so that town and crawler can disagree."""

from __future__ import annotations

from tests.town.cms import ENORTH, EPAPER, FOUNDER, TIANSHUI, TRS
from tests.town.portals import Channel, Portal


def _enorth(name: str, front: str, crumbs: str, code: str, folder: str = "") -> Channel:
    return Channel(name, front, tuple(crumbs.split(">")), f"{code}/000000000000", folder)


def _jiwang(name: str, front: str, folder: str, crumbs: str, *aliases: str, look: str = "") -> Channel:
    return Channel(name, front, ("首页", *crumbs.split(">")), "", folder, aliases, look=look)


def _tianshui(name: str, folder: str, county: str = "") -> Channel:
    front = f"http://www.tianshui.com.cn/news/{folder}/"
    crumbs = ("首页", "新闻中心", "天水新闻", *([name] if name != "天水新闻" else []), "正文")
    return Channel(name, front, crumbs, "", f"/news/{folder}", county=county)


GSCN = Portal(
    "gscn", "中国甘肃网", "甘肃", ENORTH, "gb2312", "gbk", (2018, 2023),
    ((0, "gscn-seed-2018"), (2019, "gscn-na2"), (2020, "gscn-2020s")),
    (
        "中国甘肃网-民族日报", "中国甘肃网", "甘肃日报", "中国甘肃网-定西日报", "每日甘肃网-甘肃农民报",
        "中国甘肃网-陇南日报", "新华网",
    ),
    (
        _enorth("本网原创", "http://gansu.gscn.com.cn/gsyw/", "中国甘肃网>甘肃新闻>本网原创", "0010002"),
        _enorth("省内经济", "http://finance.gscn.com.cn/sljj/index.html", "中国甘肃网>财经>省内经济", "0018005"),
        _enorth("省内要闻", "http://house.gscn.com.cn/fcyw/", "中国甘肃网>房产>省内要闻", "0022001"),
        _enorth("评论甘肃", "http://theory.gscn.com.cn/gspl/index.shtml", "中国甘肃网>理论>评论甘肃", "0019004"),
        _enorth(
            "惠民富民", "http://www.gscn.com.cn/province/jjsh/hmfm/", "中国甘肃网>省情>惠民富民", "0031007",
            "/province",
        ),
        _enorth(
            "甘肃探索", "http://www.gscn.com.cn/geography/gstx/", "中国甘肃网>地理>甘肃探索", "0033002", "/geography",
        ),
    ),
    11_800_003, icp="陇ICP备05000000号", slogan="甘肃省重点新闻网站",
    nav="首页 甘肃 时政 社会 财经 房产 汽车 旅游 文化 书画 图片 视频 理论 评论 教育 健康",
)
CNJIWANG = Portal(
    "cnjiwang", "中国吉林网", "吉林", TRS, "utf-8", "utf-8", (2017, 2023),
    ((0, "cnjiwang-wl2"), (2019, "cnjiwang-2021")),
    ("吉林日报", "中国吉林网", "吉网", "白城日报", "延边日报", "城市晚报", "长春日报"),
    (
        _jiwang("好人快讯", "http://haoren.cnjiwang.com/", "/hrkx", "吉林好人>好人快讯", "http://haoren.cnjiwang.com/hrkx/"),
        _jiwang("吉网原创", "http://news.cnjiwang.com/jwyc/", "/jwyc", "新闻>吉网原创", "http://news.cnjiwang.com/"),
        _jiwang("省内", "http://news.cnjiwang.com/jlxwdt/sn/", "/jlxwdt/sn", "吉林新闻>省内"),
        _jiwang("视频", "http://v.cnjiwang.com/", "/jlsp", "视频>吉林视频", look="cnjiwang-wl1"),
        _jiwang("民生", "http://minsheng.cnjiwang.com/", "/msxw", "民生>民生新闻"),
        _jiwang("要闻", "http://changbaishan.cnjiwang.com/ywq/", "/ywq", "长白山站>要闻", "http://changbaishan.cnjiwang.com/"),
    ),
    2_400_001, 3, "utf-8", icp="吉ICP备06000000号", slogan="有思想 / 有温度 / 有品质",
    nav="首页 新闻 吉林 民生 好人 图片 时评 理论 视频 娱乐 体育 财富 文化 健康 旅游 教育",
)
TIANSHUI_COM = Portal(
    "tianshui", "天水在线", "天水", TIANSHUI, "gb2312", "gbk", (2017, 2023), ((0, "tianshui-2020"),),
    ("天水日报", "天水晚报", "天水在线", "{C}融媒体中心", "{C}委宣传部", "甘肃日报"),
    (
        _tianshui("天水新闻", "tianshui"), _tianshui("甘谷", "gg", "甘谷县"), _tianshui("武山", "ws", "武山县"),
        _tianshui("秦安", "qa", "秦安县"), _tianshui("清水", "qs", "清水县"), _tianshui("张川", "zjc", "张家川县"),
        _tianshui("麦积", "mj", "麦积区"), _tianshui("秦州", "qz", "秦州区"), _tianshui("走进天水", "zjts"),
    ),
    closed="/news/neibu/", icp="陇ICP备08000000号", slogan="天水人自己的网站",
    nav="首页 新闻 天水 专题 视频 摄影 旅游 美食 房产 汽车 人才 论坛 便民 县区 教育",
)
LZBS = Portal(
    "lzbs", "兰州新闻网", "兰州", FOUNDER, "gb2312", "gbk", (2018, 2022), ((0, "lzbs-wl1"),),
    ("兰州日报", "兰州晚报", "兰州新闻网", "皋兰县融媒体中心"),
    (
        Channel(
            "皋兰", "http://www.lzbs.com.cn/gaolan/", ("首页", "县区频道", "皋兰"), "14184", "/gaolan", county="皋兰县",
        ),
    ),
    4_400_002, 5, "gb2312", icp="陇ICP备07000000号", slogan="兰州日报社主办",
    nav="首页 兰州 甘肃 国内 国际 县区 社会 教育 健康 旅游 房产 文化 评论 图片 专题 数字报",
)
YUNNAN = Portal(
    "yunnan", "云南网", "云南", ENORTH, "gb2312", "gbk", (2018, 2023), ((0, "yunnan-2018"), (2020, "yunnan-2021")),
    ("云南网", "云南日报", "春城晚报", "楚雄日报", "{C}融媒体中心", "云南日报-云南网"),
    (
        _enorth("云南看点", "http://society.yunnan.cn/ynkd/", "云南网>社会>云南看点", "0007007"),
        _enorth("滇企", "http://finance.yunnan.cn/dq/", "云南网>财经>滇企", "0015008"),
        _enorth("新闻聚焦", "http://minzu.yunnan.cn/xwjj/index.shtml", "云南网>民族>新闻聚焦", "0026003"),
        _enorth("公益要闻", "http://gongyi.yunnan.cn/gyyw/", "云南网>公益>公益要闻", "0041002"),
        _enorth("暖新闻", "http://society.yunnan.cn/nxw/", "云南网>社会>暖新闻", "0007011"),
        _enorth("社会热点", "http://society.yunnan.cn/shrd/", "云南网>社会>社会热点", "0007009"),
    ),
    30_100_001, http_charset="gb2312", icp="滇ICP备08000000号", slogan="云南第一新闻门户",
    nav="首页 新闻 时评 社会 财经 民族 公益 旅游 文化 教育 健康 体育 娱乐 图片 视频 党建",
)
CHUXIONG = Portal(
    "chuxiong", "楚雄网", "楚雄", FOUNDER, "utf-8", "utf-8", (2014, 2018), ((0, "chuxiong-2016"),), (),
    (
        Channel("楚雄新闻", "http://www.chuxiong.cn/", (), "102", ""),
        Channel("楚雄日报", "http://epaper.chuxiong.cn/", (), "20240301", "", cms=EPAPER),
    ),
    1_200_001, http_charset="utf-8", icp="滇ICP备09000000号", slogan="楚雄日报社主办",
    nav="首页 楚雄 云南 国内 县市 视频 图片 彝族文化 旅游 教育 理论 专题 公告 数字报",
)
PORTALS = {portal.name: portal for portal in (GSCN, CNJIWANG, TIANSHUI_COM, LZBS, YUNNAN, CHUXIONG)}
