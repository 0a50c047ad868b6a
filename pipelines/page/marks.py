"""The words that stand around every article: labels of an info line, marks of its end, imprints.

Each is a pattern on a whole row, and only speaks where the row is short and stands at the right place:
an article *about* 推荐 or 分享 keeps its sentences.
"""

from __future__ import annotations

import re

from pipelines.facts.words import words


def named(alone: str, anywhere: str = "") -> re.Pattern[str]:
    """A pattern for a box's name: words between blanks, hyphens and underscores, and words anywhere in it."""
    return re.compile("|".join([*(f"{sign}(?:{alone})[-_ ]" for sign in "-_ "), *([anywhere] if anywhere else [])]))


# Patterns searched in every row begin with a fixed set of characters: the engine skips to them.
DATE = re.compile(
    r"\d\d(?:\d\d)? ?[-/.年] ?(?:0?[1-9]|1[0-2]) ?[-/.月] ?(?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|\d\d?\.\d\d?\.(?:19|20)\d\d"
    r"|\d\d\d\d [01]\d/ ?[0-3]\d [0-2]\d:"
)
_INFO_LABELS = words(
    "来源 來源 稿源 出处 出處 作者 编辑 編輯 责编 責編 选稿 记者 記者 发布 发布时间 发布日期 发布单位 發布 發布時間"
    " 發布日期 日期 时间 時間 更新 发表于 來自 来自 浏览次数 点击"
)
INFO = re.compile("|".join([*(rf"{label}[于於]?\s*[:：]" for label in _INFO_LABELS), "本文来源于", "本文來源于"]))
_EDITORS = (
    "本期编辑|责任编辑|責任編輯|责编|責編|编辑|編輯|选稿|初审|复审|终审|校对|审核|监制|值班|制作|编审|审校|签发|出品|统筹|策划|文案|供稿"
)
_ABOUT = (
    "相关|相關|延伸|推荐|推薦|热门|熱門|精彩|更多|往期|编辑|今日|频道|图片|重点|视频|本站|栏目|最新|聚焦|热点|本网|友情|其他|同类|近期"
)
_THINGS = (
    "视频|图片|图集|新闻|新聞|阅读|閱讀|文章|链接|連結|报道|報導|专题|專題|推荐|推薦|内容|內容|回顾|回顧|搜索|焦点|动态"
    "|热词|热点|精选|聚焦|排行榜?|关注|资讯|话题|稿件|精彩"
)
_SAID = "评论|評論|留言|跟贴|跟帖|回复|回覆|热评|讨论"  # by readers
_READERS = "网友|最新|热门|最热|全部|精彩|精选|读者|用户"
# What stands over other texts than a page's article: headings, the way on.
_OTHERS = (
    rf"(?:{_ABOUT})(?:{_THINGS}){{1,2}}(?:\s?[:：>》+]|\s|$)|(?:猜你|你可能|您可能|为你|为您|大家[都还]在)(?:喜欢|错过|感兴趣|推荐|搜|看|也)"
    rf"|(?:{_READERS})(?:{_SAID})(?:(?:\s?\d{{1,6}})?$|[\s（(，:：]{{0,3}}(?:仅供|只代表|仅代表|不代表))|[上下]一[篇条页]\s?(?:$|[:：])|阅读下一篇|正文已?结束"
)
OTHERS = re.compile(rf"[\W_]{{0,3}}(?:{_OTHERS})")
SAID = re.compile(_SAID)  # a cheap first look for the two
COMMENTS = re.compile(  # what stands over readers' comments
    rf"[\W_]{{0,3}}(?:(?:{_READERS})(?:{_SAID})|(?:评论|評論|留言)区)(?:\s?[（(]?\d{{1,6}}[)）]?\s?条?)?\W{{0,2}}$"
)
_COUNTED = rf"(?:[共有]\s?)?\d{{1,6}}\s?条(?:网友)?(?:{_SAID})\W{{0,2}}$"
COUNTED = re.compile(rf"[\W_]{{0,3}}{_COUNTED}")  # the same below a text; above it, it is a button
# What stands below a body. In the middle of one it ends nothing (density.stretch, tail.split_tail).
END = re.compile(
    r"[\W_]{0,3}(?:"
    rf"总?(?:{_EDITORS})\s{{0,3}}[:：/丨｜|]|(?:本文|文章|图文|信息)?(?:来源|來源)于?\s?[:：]|转自[:：《]"
    r"|(?:特别|郑重|免责|免責|版权|版權|平台|法律)(?:[与與及和]免[责責])?(?:声明|聲明|提示)|(?:声明|聲明)\s?[:：]|(?:版权|版權)(?:所有|与免责)"
    rf"|{_OTHERS}"
    r"|分享(?:到|至|给|本文)|分享\s?[:：]?$|(?:文章|本文)?(?:关键[词字]|關鍵字|标签|標籤|TAGS?|Tags?)(?:\s?[:：]|$)"
    r"|(?:网友|最新|热门|全部|新闻|查看|我要|发表|发布|更多|用户|精彩|我来)?(?:评论|評論|留言|跟贴|跟帖)区?(?:$|\s?[\d(（>])"
    rf"|{_COUNTED}"
    r"|我来说两句|返回(?:首页|搜狐|顶部|列表|页首|腾讯)|更多内容"
    r"|打\s?印(?:$|本|此|\W)|关闭窗口|(?:我要)?纠错(?:$|\W)|第\d{1,3}页/共"
    r"|(?:我要)?收藏(?:$|本)|(?:微信)?扫一扫|扫码|(?:用微信)?扫描二维码|点击(?:查看|阅读|下载)"
    r"|(?:请|欢迎)?(?:关注我们|关注微信|转载请注明)|(?:阅读|点击|浏览)(?:量|数|次数)?\s?[:：]?\s?\d+"
    r"|字体\s?[:：]|字号\s?[:：]|转播到|举报(?:$|\W|\d{1,6}\s?评论)"
    r")"
)
NOTICE = re.compile(
    r"转载请注明|未经(?:书面|本[网站报刊台]){0,2}授权|凡本[网站报刊台](?:注明|刊载|登载|转载)|未经[^，。]{0,6}许可[^。]{0,12}(?:转载|摘编)|版权归|版權歸|不代表本?[网站报平]|仅代表作者|非經授權|不得轉載|自媒体平台|所有权归|权益归"
    r"|付費會員|付费会员|登录后(?:查看|阅读)"
    r"|遵守(?:中华人民共和国|互联网|国家)[^。]{0,24}(?:严禁发布|网上道德|言论|留言)"
    r"|尊重网上道德|承担一切因您的|管辖留言中|后果与本[站网]无关|侵犯了?您[^。]{0,24}(?:联系我们|与(?:我们|本[站网])[^。]{0,4}联系)"
)
# Over what a site tells of itself; of itself and its readers, in a box below an article.
_ABOUT_SITE = r"关于(?:我们|本[网站报刊台]|(?!互联|物联|电)\w{2,5}网)|(?:网站|本[网站报刊台])(?:简介|介绍|概况)"
ABOUT_SITE = re.compile(rf"[\W_]{{0,3}}(?:{_ABOUT_SITE})\W{{0,3}}")
OF_SITE = re.compile(
    rf"[\W_]{{0,3}}(?:{_ABOUT_SITE}|联系(?:我们|本[网站报刊台])|(?:投稿|征稿|来稿|转载)(?:须知|说明|要求))\W{{0,3}}"
)
CAPTION = re.compile("图为|(?:摄|攝|供图|。)[)）]?$")  # of a picture of the text, not of a code or a card below it
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]{1,150}|[\w.+-]{1,40}@[\w-]{1,60}\.[\w.-]{1,60}", re.ASCII)
# Where the text or another page stands, not whom its reader may ask.
ORIGIN = re.compile(r"\W{0,3}(?:[本此原][文页]|文章|转载|永久|固定|相关|更多|阅读|来源|出处|地址|链接|网址|http)")
IMPRINT = re.compile(
    r"版权所有|版權所有|Copyright|copyright|COPYRIGHT"
    r"|All [Rr]ights|ICP[备備证證]|许可证|备案号|举报电话|网站标识码|网安备"
)
_ARROWS = ">＞»›→≫〉►▶⇒"
CRUMB_LABEL = re.compile(
    r"\W{0,3}(?=[您你我现現當当目所的本网位提导栏路Y])"  # spares most rows the rest
    r"(?:(?:您|你|我)?(?:现在|現在|當前|当前|目前|所在|您|你|的){1,4}(?:位置|页面|頁面)(?:是|为|在)?"
    r"|(?:(?:本[页頁站]|网站)?位置|当前栏目|提示)\s{0,3}[:：]"
    r"|(?:(?:位置|栏目)?导航|(?:所在)?栏目|(?:当前)?路径|(?:您|你)在"
    r"|(?:您|你)?(?:现在|当前|目前)?(?:所在|位于|在这里|正在浏览)|You are here)"
    rf"\s{{0,3}}[:：](?=[^{_ARROWS}]{{1,40}}[{_ARROWS}]))[\s:：】\]》]{{0,5}}"
)
CRUMB_NAME = named("path|pos|loc|wz|mbx|dqwz", "crumb|bread|position|location|weizhi|navpath")
CRUMB_SPLIT = re.compile(r" ?(?:-{1,3}>{1,2}|={1,2}>|>{1,3}|＞{1,2}|≫|〉{1,2}|[»›→｜►▶⇒]|::|\\|&gt;{1,2}) ?")
CRUMB_MARK = re.compile(rf"[{_ARROWS}｜/\\•-]")
OFFICE = re.compile(  # whose answer follows
    r"[\W_]{0,3}(?:回复|答复|回覆|答覆|办理|承办|受理)(?:单位|部门|机关|机构)|\S{2,16}\s?官方(?:回复|答复|回应)"
)
REPLY = re.compile(  # what tells of an answer, between the letter and it
    r"[\W_]{0,3}(?:官方)?(?:回复|答复|回覆|答覆|回应|办理|办结|受理|处理)"
    r"(?:单位|部门|机关|机构|时间|日期|状态|情况|内容|意见|结果)|\S{2,16}\s?官方(?:回复|答复|回应)"
)
