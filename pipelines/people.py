"""Names of people in Chinese lines: what is a name, where a run of names divides, and who signs a text."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.script import fold

# The surnames of nearly everyone, commonest first; a run of names divides only before one of these.
COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
RARER = (
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬"
    "边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊"
    "仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况"
    "那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由伦阎潭肇岩谯萧傅"
)
COMPOUND = frozenset(
    "欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 慕容 令狐 端木 公孙 轩辕 宇文 长孙 鲜于 闻人 呼延 南宫 西门 东郭 拓跋 完颜 赫连 澹台 申屠 钟离 淳于 单于 太史 独孤 百里".split()
)
_COST = {s: 2 for s in RARER} | {s: 1 for s in COMMON}

# Words of news that begin like a name. They never sign.
NO_NAMES = frozenset(
    "北京 上海 天津 重庆 江苏 江西 安徽 云南 甘肃 宁夏 海南 贵州 吉林 石家庄 南京 武汉 广州 成都 杭州 温州 宁波 洛阳 台北 台南 台中 桃园 高雄 香港 全国"
    " 时政 时间 文化 文学 文字 文明 健康 房产 安全 高层 金融 农业 商业 国际 国内 国家 相关 明天 平安 成功 和谐 公安 关注 关于 任何 应该 方面 万元 来源 全文"
    " 责编 编辑 党建 路透 司法 明星 平台 原创 房地产 向前 连载 卫生 计划 资料 和平 钟声 白天 党委 公告 公示 解说 通讯 通讯员 文章 全体 居民 海报 花絮".split()
)
# The last character of an institution, and of a word that is no noun at all.
_BAD_END = re.compile(r"..[报報网網社台局部院委办厅处科室县市省镇村]$|[讯电摄攝图圖等者们們说說是的了在从從据獲获]$")
# What may follow a role's word without being a name: 记者手记, 记者 综合.
_NO_SIGNERS = frozenset(
    "报道 報導 综合 整理 获悉 采访 摄影 现场 表示 了解 提问 日前 近日 今日 昨日 今天 昨天 昨晚 今晨 专访 手记 观察 调查 探访 走访 暗访 连线 感言 见闻 来信 团队 名单"
    " 注意 点评 评论 文章 简介 系列 单位 说明 供稿 实习 见习 特约".split()
)
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•・][\u4e00-\u9fff]{1,8}){1,3}$")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,16}$")
_BETWEEN = re.compile(r"[\s、，,;；/／&＆|｜丨]+")
LONGEST = 80  # characters of a credit


def is_name(word: str) -> bool:
    """Whether a word, by its surname and its length, is one person's name."""
    if _DOTTED.match(word):
        return True
    if not _HAN_RUN.match(word) or len(word) > 4:
        return False
    plain = fold(word)
    if plain in NO_NAMES or _BAD_END.search(word):
        return False
    if plain[:2] in COMPOUND:
        return len(plain) in (3, 4)
    return plain[0] in _COST and len(plain) in (2, 3)


def _may_sign(word: str) -> bool:
    """Whether a word that follows a role may be a name that no table knows: a rare surname, a double one."""
    if not _HAN_RUN.match(word) or word in _NO_SIGNERS or word in NO_NAMES or _BAD_END.search(word):
        return False
    return len(word) <= 3 or (len(word) == 4 and word[0] in _COST)


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
    for word in _joined([w for w in _BETWEEN.split(text[:LONGEST].strip()) if w]):
        if is_name(word):
            out.append(word)
        elif run := split_run(word):
            out += run
        elif not strict or (role and _may_sign(word)) or (out and 4 <= len(word) <= 9 and word[0] in _COST):
            out.append(word)
        else:
            return []
    return list(dict.fromkeys(out))


def _joined(words: list[str]) -> list[str]:
    """Single characters are halves of a name set wide for print: `方 敏`."""
    out: list[str] = []
    for word in words:
        if len(word) == 1 and out and len(out[-1]) == 1:
            out[-1] += word
        else:
            out.append(word)
    return out


_TEXT_AND_PICTURES = "文/图 图/文 文/圖 圖/文 文／图 图／文 文、图 文/摄 文/攝 文并摄 图文 文图 摄影报道"
_ROLES = (
    "记者 記者 通讯员 通訊員 评论员 評論員 撰稿人 撰稿 实习生 作者 编译 編譯 撰文 采写 执笔人 执笔 文字 文/ 文／ 文丨 文｜ 文|"
)
_ROLE = re.compile("|".join(map(re.escape, f"{_TEXT_AND_PICTURES} {_ROLES}".split())))
_BOTH = frozenset(_TEXT_AND_PICTURES.split())
_PICTURES = re.compile(  # who took or gave the pictures: 张三/图, 图/李四, 李四 摄, 受访者供图
    r"(?:[\s、][\u3400-\u9fff]{2,4})?\s?(?<![文图])[/／](?:图|圖|摄影?|攝)(?![/／]?文)|(?:^|[\s，])(?:图|圖|摄影?|攝影?)\s?[/／丨｜|:：]\s?[\u3400-\u9fff]{2,4}"
    r"|[\u3400-\u9fff]{0,6}供图"
)
_PHOTO = re.compile(r"(?<![文并/／、])(?:[摄攝]|翻拍)$|(?:^|\s)(?:摄影|攝影|供图|图|圖)$")
_NAMES_FIRST = re.compile(r"[\s:：/／]*([\u3400-\u9fff·•・、，,\s]*)")
_REPORT = re.compile(r"发自[\u3400-\u9fff]{2,8}$|發自[\u3400-\u9fff]{2,8}$|[\u3400-\u9fff]{0,8}(?:报道|報導|整理)$")
_TITLES = re.compile(r"(?:首席|见习|見習|实习|實習|特约|特派|本报|本报驻.{1,3}|本网|本台|本刊|全媒体|融媒体|参与|驻.{1,3})+$")
_WHO = re.compile(r"[，,、\s](?:系|为|单位|現任|现任).*$")
_PLACES = tuple(
    "台北 台中 台南 高雄 新北 桃园 桃園 基隆 新竹 苗栗 彰化 南投 云林 雲林 嘉义 嘉義 屏东 屏東 宜兰 宜蘭 花莲 花蓮 台东 台東 澎湖 金门 金門"
    " 北京 上海 天津 重庆 香港 澳门 广州 深圳 华盛顿 華盛頓 东京 東京 纽约 紐約 伦敦 倫敦 巴黎".split()
)


def credit(text: str, strict: bool = True) -> list[str]:
    """Who signs, of a signature such as `本报记者 王乐文 方 敏`, `记者宋晨、田中全` or `编译/林靖东`.

    A photographer (`于淼 摄`) signs a picture, not the text, and is left out.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or _PHOTO.search(text):
        return []
    text = re.sub(r"[/／]文(?![/／、])", " ", _PICTURES.sub(" ", text)).strip()
    roles = list(_ROLE.finditer(text))
    if not roles:
        return names(_without_place(text), strict)
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
    """`姚峰 上海报道` -> 姚峰; `溫貴香台北` before `21日電` -> 溫貴香; what stands before the next role is no name."""
    words = stretch.split()
    while len(words) > 1 and (_REPORT.search(words[-1]) or (more and not names(words[-1]) and len(words[-1]) > 1)):
        words.pop()
    stretch = " ".join(words)
    if re.match(r"\d{1,2}日", rest):
        return next((stretch.removesuffix(place) for place in _PLACES if stretch.endswith(place)), stretch)
    return re.sub(r"(?:发自|發自)[\u3400-\u9fff]{2,8}$|(?:综合|摄影)?(?:报道|報導)$|整理$", "", stretch)
