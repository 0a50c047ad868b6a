"""Names of people in Chinese lines: what is a name, where a run of names divides, and who signs a text."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.facts.words import COMMON, COMPOUND, NO_NAMES, NO_SIGNERS, PLACES, RARER, TIBETAN, words
from pipelines.text.script import fold

_COST = dict.fromkeys(RARER, 2) | dict.fromkeys(COMMON, 1)
_COMPOUND, _NO_NAMES, _NO_SIGNERS = frozenset(COMPOUND), frozenset(NO_NAMES), frozenset(NO_SIGNERS)
_TIBETAN = frozenset(TIBETAN)
# The last character of an institution, and of a word that is no noun at all.
_BAD_END = re.compile(
    r"..[报報网網社台局部院委办厅处室县市省镇村馆校所站队]$|[讯电摄攝图圖等者们們说說是的了在从從据獲获]$"
    rf"|^[^{COMMON}].科$|...科$"  # 财政科 is an office, 白芳科 a person
)
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,5}(?:[·•・][\u4e00-\u9fff]{1,8}){1,3}$")
_DOTTED_PAPER = re.compile(r"..[报報网網社台]$")  # 沧河晚报·沧河网
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,16}$")
INSTITUTION = re.compile(  # what publishes: the last word of its name
    r"(?:[报報网網社台臺站]|新闻|新聞|电视|客户端|在线|周刊|杂志|频道|头条|融媒(?:体?中心)?|委员会"
    r"|[局厅院委])(?:[(（].{1,8}[)）])?$"
)
# Others that publish, by the end of a name with a place in it: 云岭发布, 云岭消防, 县委办. 新闻发布 is a column.
_OFFICE = re.compile(
    r"[\u3400-\u9fff]{2,10}(?:(?<!信息)(?<!新闻)(?<!政务)(?<!权威)(?<!政策)(?<!文件)(?<!公告)(?<!数据)发布|文旅|消防|公安|交警"
    r"|办公室|政府|大学|中学|小学|学校|(?:服务|指挥|传媒|疾控|监测)中心|(?:组织|宣传|统战|武装)部|[支大总]队"
    r"|广电|工会|妇联|文联|残联|科协|协会|公司|集团)"
    r"|[\u3400-\u9fff]{1,8}(?:[委府政]办|党校)|[\u3400-\u9fff]{2,4}(?<!风)云"
)
_OFFICE_ENDS = frozenset("布旅防安警室府学校心部队会联协司团办云电")  # a cheap first look
_COLUMN = re.compile("(?:国[内际]|社会|图片|视频|本地|地方|时政|综合|民生|行业|校园|工作|最新|今日)?(?:新闻|频道|头条)")
_CHANNELS = ("新闻", "频道", "头条")  # names of columns end so, and of those who publish: 荔枝新闻
_DESK = re.compile(  # 甘肃日报评论员: a desk, nobody by name
    r"(?:评论员|记者|编辑部|课题组|编辑|小编|综合|中心|办公室|[^\s][部科处办会镇庭室股馆校所队]|团委|发布|政府|学院|大学|公司|党委|街道)$"
)
_NO_AUTHOR = re.compile(
    r"\d+$|admin|null$|.{0,4}管理员$|原创$|投稿$|转载$|[佚秩]名$|匿名$|未知$|不详$|[暂]?无$|https?:|本[报站网刊]$"
    r"|.{0,40}[。！？：:@]",
    re.I,
)
_REMARK = re.compile(r"[（(][^（()）]*[）)]")  # 作者：张三（云岭大学教授）
_COUNTS = re.compile(r"(?:\s\+?\d+)+$")  # of readers, or who liked it: 张三 381, 张三 (12)+1
_BETWEEN = re.compile(r"\s和\s|[\s、，,;；/／&＆|｜丨]+")
LONGEST = 80  # characters of a credit


def is_name(word: str) -> bool:
    """Whether a word, by its surname and its length, is one person's name."""
    if _DOTTED.match(word):
        return _DOTTED_PAPER.search(word) is None
    if not _HAN_RUN.match(word) or len(word) > 4:
        return False
    plain = fold(word)
    if plain in _NO_NAMES or _BAD_END.search(word):
        return False
    if plain[:2] in _COMPOUND:
        return len(plain) in (3, 4)
    return plain[0] in _COST and len(plain) in (2, 3)


def is_publisher(word: str) -> bool:
    """Whether a word beside a date is by its end whoever published: a paper, an office; a person's name may end so."""
    if word[-1:] in _OFFICE_ENDS and _OFFICE.fullmatch(word) and not is_name(word):
        return True
    return INSTITUTION.search(word) is not None


def is_column(word: str, trail: list[str]) -> bool:
    """Whether the name of one who publishes is a column's: 本地新闻, or a step of the page's trail and no paper's."""
    if _COLUMN.fullmatch(word):
        return True
    return word in trail and (word.endswith(_CHANNELS) or not INSTITUTION.search(word))


def _may_sign(word: str) -> bool:
    """Whether a word that follows a role may be a name that no table knows: a rare surname, a double one."""
    if not _HAN_RUN.match(word) or word in _NO_SIGNERS or word in _NO_NAMES or _BAD_END.search(word):
        return False
    return len(word) <= 3 or (len(word) == 4 and (word[0] in _COST or word[:2] in _TIBETAN))


@lru_cache(maxsize=4096)
def split_run(run: str) -> tuple[str, ...]:
    """`戈驰川于凝` -> 戈驰川, 于凝: before which characters a run of names divides; empty where it cannot be told.

    The cheapest way counts: names of three before names of two, common surnames before rare ones.
    """
    if not _HAN_RUN.match(run):
        return ()
    plain = fold(run)
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(run)
    tied = [False] * (len(run) + 1)
    for end in range(2, len(run) + 1):
        for size in (2, 3, 4):
            before = best[end - size] if end >= size else None
            word = run[max(0, end - size) : end]
            if before is None or not is_name(word):
                continue
            cost = before[0] + 2 * _COST.get(plain[end - size], 2) + (3 if size == 2 else 0)
            rival = best[end]
            if rival is None or cost < rival[0]:
                best[end], tied[end] = (cost, (*before[1], word)), tied[end - size]
            elif cost == rival[0]:
                tied[end] = True
    found = best[len(run)]
    return found[1] if found and not tied[len(run)] else ()


def names(text: str, strict: bool = True, role: bool = False) -> list[str]:
    """The names in a stretch that should hold nothing else; `[]` where it holds anything that is none.

    After a role (`role`) a surname may be one that no table knows. Not strict, after a label such as `作者：`, pen
    names and handles pass too. Runs are divided where that is sure.
    """
    out: list[str] = []
    for word in joined([w for w in _BETWEEN.split(text[:LONGEST].strip()) if w]):
        if is_name(word):
            out.append(word)
        elif run := split_run(word):
            out += run
        elif not strict or (role and _may_sign(word)) or (out and 4 <= len(word) <= 9 and word[0] in _COST):
            out.append(word)
        else:
            return []
    return list(dict.fromkeys(out))


def joined(words: list[str]) -> list[str]:
    """Single characters are halves of a name set wide for print: `方 磊`."""
    out: list[str] = []
    for word in words:
        if len(word) == 1 and out and len(out[-1]) == 1:
            out[-1] += word
        else:
            out.append(word)
    return out


_TEXT_AND_PICTURES = words("文/图 图/文 文/圖 圖/文 文／图 图／文 文、图 文/摄 文/攝 文并摄 图文 文图 摄影报道")
_ROLES = words("记者 記者 通讯员 通訊員 评论员 評論員 撰稿人 撰稿 实习生 作者 编译 編譯 撰文 采写 执笔人 执笔 文字")
# 文/ is a role only where something begins: a name may end in 文.
_ROLE = re.compile(
    "|".join(map(re.escape, _TEXT_AND_PICTURES + _ROLES))
    + r"|文(?<![\u3400-\u9fff]文)\s?[/／丨｜|]|(?:报道|報[導道]|(?:采访|整理)(?<![\u3400-\u9fff]..))\s?[/／]"
)
_BOTH = frozenset(_TEXT_AND_PICTURES)
_PICTURES = re.compile(  # who took or gave the pictures: 张三/图, 图/李四, 李四 摄, 受访者供图
    r"(?:[\s、][\u3400-\u9fff]{2,4})?\s?(?<![文图])[/／](?:图|圖|摄影?|攝)(?![/／]?文)|(?:^|[\s，])(?:图|圖|摄影?"
    r"|攝影?)\s?[/／丨｜|:：]\s?(?:[\u3400-\u9fff]{2,12}提供|(?:[\u3400-\u9fff]{0,6}(?:记者|通讯员|实习生)\s?)?[\u3400-\u9fff]{2,4})"
    r"|摄影记者\s?[\u3400-\u9fff]{2,4}|(?<=\s)(?:摄影|攝影)\s[\u3400-\u9fff]{2,4}$"
    r"|[\u3400-\u9fff]{0,6}供图"
)
_BY = re.compile(r"^\s*[Bb]y\s(?=\s*[\u3400-\u9fff])")  # by 张三: WordPress says so in Chinese too
_TAKEN = re.compile(r"\s[摄攝]$")  # 作者：陈小雨 摄
_MORE = re.compile(r"(?<=[\u3400-\u9fff][\u3400-\u9fff ])等(?:\d{1,3}人)?$")  # 张三 李四 等
_PHOTO = re.compile(r"(?<![文并/／、])(?:[摄攝]|翻拍)$|(?:^|\s)(?:摄影|攝影|供图|图|圖)$")
_NAMES_FIRST = re.compile(r"[\s:：/／丨｜|]*([\u3400-\u9fff·•・、，,\s]*)")
_REPORT = re.compile(r"发自[\u3400-\u9fff]{2,8}$|發自[\u3400-\u9fff]{2,8}$|[\u3400-\u9fff]{0,8}(?:报道|報[導道]|整理)$")
_TITLES = re.compile(
    r"(?:首席|见习|見習|实习|實習|特约|特派|本报|本报驻.{1,3}|本网|本台|本刊|全媒体|融媒体|参与|驻.{1,3})+$"
)
_OTHERS = re.compile(  # whoever else had a part in it
    r"(?<=\S)\s(?:责任编辑|責任編輯|责编|編輯|编辑|校对|校對|审核|审稿|美编|图片|视频|摄像|排版|编导|配音|播音|主播|制作|后期|剪辑|监制)"
)
_WROTE = re.compile(r"(?<=[\u3400-\u9fff])\s文\s[\u3400-\u9fff\s、]{2,20}\s[图圖摄攝]$")  # 张三 文 李四 图
_WHO = re.compile(r"[，,、\s](?:系|为|单位|現任|现任).*$|^(?:单位|本人).*$")
_UNIT = re.compile(  # whose a correspondent is: 云岭县融媒体中心 王建国
    r"^[\u3400-\u9fff]{2,20}(?:中心|融媒|[部局委站镇乡办院校台社报网队府厅处会]|(?<=[传务政事理息育研划])科)\s+(?=\S)"
)


def credit(text: str, strict: bool = True) -> list[str]:
    """Who signs, of a signature such as `本报记者 王建文 方 磊`, `记者宋明、田守全` or `编译/林靖山`.

    A photographer (`于淼 摄`) signs a picture, not the text, and is left out.
    """
    text = _MORE.sub("", _OTHERS.split(text.strip(), maxsplit=1)[0].rstrip())
    text = _WROTE.sub("", text) if " 文 " in text else text
    if not text or len(text) > LONGEST or _PHOTO.search(text) or "化名" in text:
        return []
    text = re.sub(r"(?<![图圖])[/／](?:文|整理)(?![/／、])", " ", _PICTURES.sub(" ", text)).strip()
    roles = list(_ROLE.finditer(text))
    if not roles:
        return names(_without_place(_UNIT.sub("", text)), strict)
    before = text[: roles[0].start()]
    if len(before) > 24 or re.search(r"[。！？，；：“”]|[该本原]$", before):
        return []
    out = _before_role(before, roles[0][0] in _BOTH)
    for role, after in zip(roles, [*roles[1:], None], strict=True):
        stretch = text[role.end() : after.start() if after else len(text)]
        signed = _NAMES_FIRST.match(_WHO.sub("", stretch))
        if signed and len(stretch) - signed.end() <= 24:
            own = _TITLES.sub("", signed[1].strip()) if after else signed[1].strip()
            out += names(_without_place(own, stretch[signed.end() :], bool(after)), strict, role=True)
    return list(dict.fromkeys(out))


def _before_role(before: str, both: bool) -> list[str]:
    """Names that stand before the first role: `李四、记者张三`, `张三 文/图`."""
    last = before.split()[-1] if before.split() else ""
    return names(before) if both else names(last) if last.endswith(("、", "，")) else []


def _without_place(stretch: str, rest: str = "", more: bool = False) -> str:
    """`姚林 上海报道` -> 姚林; `溫桂香台北` before `21日電` -> 溫桂香; what stands before the next role is no name."""
    words = stretch.split()
    while len(words) > 1 and (_REPORT.search(words[-1]) or (more and not names(words[-1]) and len(words[-1]) > 1)):
        words.pop()
    stretch = " ".join(words)
    if re.match(r"\d{1,2}日", rest):
        return next((stretch.removesuffix(place) for place in PLACES if stretch.endswith(place)), stretch)
    return re.sub(r"(?:发自|發自)[\u3400-\u9fff]{2,8}$|(?:综合|摄影)?(?:报道|報導|報道)$|整理$", "", stretch)


def labelled_names(value: str) -> list[str]:
    """The names after `作者：`: pen names count, institutions and desks do not."""
    if not value or len(value) > 60 or _NO_AUTHOR.match(value):
        return []
    value = _MORE.sub("", _TAKEN.sub("", _COUNTS.sub("", _REMARK.sub(" ", _BY.sub("", value)).rstrip())))
    role = _ROLE.search(value)
    first = names(value[: role.start()]) if role else []  # 作者：张三 通讯员 李四
    signed = first + credit(value[role.start() :] if first and role else value) or names(value, strict=False)
    return [name for name in signed if is_name(name) or not (INSTITUTION.search(name) or _DESK.search(name))]
