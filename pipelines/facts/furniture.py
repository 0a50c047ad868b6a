"""The words of clutter, as data: what buttons, headings of lists and notices say on Chinese news pages.

`clutter.py` says where on a page each of them counts.
"""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> str:
    """One group that matches any of the alternatives."""
    return f"(?:{'|'.join(alternatives)})"


# A line made of these alone is furniture wherever it stands.
_BUTTONS = any_of(
    r"打\s?印(?:本[页文稿篇]|文[稿章]|此[文页]|页面)?",
    r"关\s?闭(?:窗口|本页|此页)?",
    r"(?:字号|字体)(?:大小|设置)?|(?:放大|缩小|增大|减小)字[体号]|[大中小]字号?|A(?:[-+]|(?=\s))|T\s?\+\s?-",
    r"我来说两句|我要(?:评论|分享|说说|打印)|(?:我要)?[【“\"]?[揪纠][”\"]?错】?|页面功能",
    r"(?:查看|发表|参与|最新|网友|全部|更多)(?:评论|跟帖|跟贴|留言)",
    r"(?:推荐|发送|转发|分享)给(?:好友|朋友)|转寄朋友|转播到\w{2,6}",
    r"分享(?:到|至好友和朋友圈|至手机|至|给好友|按钮)|复制链接|链接已复制|加入收藏|收藏(?:本文|本页|此文)?",
    r"展开(?:全文|阅读|更多)?|收起(?:全文)?|加载更多|点击加载|加载中|正在加载",
    r"(?:返回|回到|点击)\s?(?:顶部|首页|页首|列表|目录|上级)|顶\s?部",
    r"(?:用|使用|打开)?微信(?:“?扫一扫”?|扫码|扫描)(?:下方)?二维码",
    r"扫一扫(?:在)?(?:手机)?(?:打开|浏览|阅读)?(?:当前|此)?(?:页面?)?",
    r"上一[页篇张]|下一[页篇张]|末页|尾页|第\d{1,3}页|共\d{1,3}页|分页导航|全文阅读|余下全文",
    r"点击(?:查看|看|浏览)?(?:大图|原图|高清图)|查看(?:原图|大图|高清图集)|点击查看原文(?:链接)?|(?:阅读|查看)原文",
    r"正文已结束，您可以按alt\+4进行评论",
    r"Play Video|(?:视频|图片)加载中|自动播放(?:开关)?|视频播放位置|下载安装\w{0,12}",
    r"列印|轉寄|字級|微信好友|用LINE傳送",
)
# Where a page may be sent to: a row of one such name may be a heading, three rows in a row are the share bar.
_SHARE = any_of(
    "新浪微博|腾讯微博|微博|微信|人人网?|开心网|[Qq][Qq](?:空间|好友)?|Qzone|朋友圈|易信|豆瓣|百度搜藏|领英分享",
    "Facebook|facebook|Twitter|Google\\+|LINE|二维码",
)
# Buttons only beside other buttons or at the very edge: an article about 推荐 may have a cross-heading of that word.
_WEAK = any_of(
    "推荐|评论|更多|举报|订阅|关注|点赞|赞|喜欢|首页|正文|图集|分享|收藏|留言|人参与|阅读|浏览|点击|赏|放大|缩小|正常|默认",
    r"[大中小](?=$|[\s】\]])|次|条",
)
BUTTONS = re.compile(_BUTTONS)
SHARE = re.compile(f"{_BUTTONS}|{_SHARE}")
ANY_BUTTON = re.compile(f"{_BUTTONS}|{_SHARE}|{_WEAK}")
WEAK_BUTTONS = re.compile(f"{_SHARE}|{_WEAK}")
BUTTON_FIRST = re.compile(rf"[\W\d_]{{0,12}}(?:{ANY_BUTTON.pattern})")  # a cheap first look

PAGES = re.compile(r"(?:[\[【(（]\d{1,2}[\]】)）]\s{0,3}){2,40}$|(?:\d{1,2}\s{1,3}){1,40}\d{1,2}$")  # 【1】【2】【3】
COUNTER = re.compile(r"[+\d:：/,\s.]{1,20}$")

# Headings over lists of links.
_TOPIC = any_of(
    "相关|相關|延伸|推荐|推薦|精彩|热门|熱門|热点|往期|更多|最新|重点|编辑|今日|图片|摄影相关|即时|点击|新闻|为您|为你",
    "本网|本站|频道|近期|独家|头条|专题|视频|要闻|猜你|栏目|本周|24小时|48小时",
)
_KIND = any_of(
    "新闻|新聞|阅读|閱讀|链接|鏈接|连接|报道|報導|文章|推荐|推薦|回顾|专题|图片|内容|资讯|视频|评论|排行榜?|焦点|热点",
    "搜索|要闻|动态|点击|图集|喜欢|稿件|精选|关注",
)
_SIGN = r"[^\w《“\"]"
HEADING = re.compile(
    rf"{_SIGN}{{0,4}}"
    + any_of(
        rf"{_TOPIC}{{1,2}}{_KIND}(?:榜|推荐|排行榜?|更多)?",
        "关注我们|联系我们|分享到|猜你喜欢|你可能(?:感|还)兴趣(?:的新闻)?|看过本文的人还看过|大家都在(?:看|搜)|友情链接|热帖|热词|热搜|热评",
        "(?:网友|最新|热门|精彩|全部)评论",
    )
    + rf"{_SIGN}{{0,6}}(?:更多|换一换)?{_SIGN}{{0,4}}"
)
LED_BY_HEADING = re.compile(
    rf"{_SIGN}{{0,4}}(?:相关|延伸|推荐|往期)(?:新闻|阅读|链接|报道|文章|专题)\s{{0,2}}[:：]\s{{0,2}}(?=\S)"
)

# What a site says of itself below an article: whole statements, or how they begin. Each names what it is about
# (this site, this article, its pictures), so that a sentence about copyright in an article is none.
_OURS = "本[网站报文刊台平]|作者|转载|观点|仅供|网友|自媒体|投资"
NOTICE = re.compile(
    any_of(
        rf"[\W_①-⑳]{{0,4}}(?:版权|免责|平台|法律|版权与免责|版权及免责)声明|[\W_]{{0,4}}(?:特别|郑重)?声明\s?[:：][^。]{{0,60}}(?:{_OURS})",
        r"[\W_①-⑳\d]{0,5}凡(?:本[网站报]|文章来源|注明|署名|转载)|如本[网站]转载稿|本[网站]（?平?台?）?所刊载内容之知识产权",
        "(?:以上|本文)内容(?:仅供参考|来源于网络|为网友)",
        r"[^。]{0,60}转载请注明(?:出处|来源)|[^。]{0,40}(?:仅代表作者|不代表本[网站报平])",
        r"(?:本[网站报文刊]|以上|如需|任何|版权)?[^。，]{0,20}未经[^。]{0,20}(?:不得|禁止|请勿|严禁)[^。]{0,12}(?:转载|摘编|镜像)",
        r"(?:图片|文章|本文|稿件|作品|视频|文字|以上|原文|音频)?[^。，]{0,8}版权(?:归|为)[^。]{0,20}所有",
        r"欢迎关注[^。]{0,20}(?:公众号|微信|微博|网评|客户端)?$|(?:长按|扫描|识别)[^。]{0,16}二维码[^。]{0,30}$",
        r"扫一扫[^。]{0,20}(?:关注|公众号|手机|打开|下载|分享)[^。]{0,20}$|(?:订阅|訂閱)[^。]{0,20}(?:电子报|電子報|[Nn]ewsletter)",
        r"[^。]{0,20}(?:新闻投稿|新闻热线|投稿邮箱|爆料热线|报料热线|不良信息举报)[^。]{0,60}$",
        r"[（(]?更多(?:内容|精彩|资讯|新闻|详情)[^。]{0,40}$|共找到\s?[\d,]{1,12}\s?[个条篇](?:相关|结果)",
        r"(?:请|請)先?同意[^。]{0,16}(?:隐私|隱私|[Cc]ookie)|您?所(?:浏览|瀏覽)的新[闻聞]已",
    )
)
# Buttons glued to the end of a paragraph.
GLUED = re.compile(
    r"\s{0,4}"
    + any_of(
        r"返回[\u4e00-\u9fff]{2,8}，查看更多",
        r"返回[\u4e00-\u9fff]{0,10}(?:首页|频道)\s?(?:>{1,3}|》{1,2})",
        r"[【\[(（]?(?:查看|更多|点击)?(?:详情|详细|全文)[】\])）]?\s?(?:>{1,3}|》{1,2}|】|\])",
        r"点击(?:进入|查看)[^。，]{0,20}>{1,3}",
        r"展开全文|【打印本页】",
    )
    + "$"
)
GLUED_LAST = frozenset(">》】]多文")  # what GLUED can end in
