"""Words as data: surnames, words that only look like names, places. Tables are read once, at import."""

from __future__ import annotations


def words(table: str) -> tuple[str, ...]:
    """The words of a table, in order."""
    return tuple(table.split())


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
COMPOUND = words(
    "欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 慕容 令狐 端木 公孙 轩辕 宇文 长孙 鲜于 闻人 呼延 南宫 西门 东郭 拓跋 "
    "完颜 赫连 澹台 申屠 钟离 淳于 单于 太史 独孤 百里"
)
# Words of news, and names of channels, that begin like a name. They never sign.
NO_NAMES = words(
    "北京 上海 天津 重庆 江苏 江西 安徽 云南 甘肃 宁夏 海南 贵州 吉林 石家庄 南京 武汉 广州 成都 杭州 温州 宁波 "
    "洛阳 台北 台南 台中 桃园 高雄 香港 全国 时政 时间 文化 文学 文字 文明 健康 房产 安全 高层 金融 农业 商业 国际 "
    "国内 国家 相关 明天 平安 成功 和谐 公安 关注 关于 任何 应该 方面 万元 来源 全文 责编 编辑 党建 路透 司法 明星 "
    "平台 原创 房地产 向前 连载 卫生 计划 资料 和平 钟声 白天 党委 公告 公示 解说 通讯 通讯员 文章 全体 居民 海报 "
    "花絮 王府井 路透社 连云港 石河子 马鞍山 秦皇岛 包头 东莞 温泉 应急 农村 农民 时评 时讯 国庆 元旦 党员 常委 "
    "常务 高清 图文 乐活 任命 伏羲 全镜头 公主岭 公司 公益 公益观 单机 周刊 唐三彩 国企 展览 廉政 房企 文体 "
    "文创 文娱 文旅 文物 文艺 时事 时尚 时尚秀 时装精 智库 梅河口 楼市 武山 母婴 游世界 游戏 牛牛掰 甘谷 白城 白山 "
    "海外版 关闭 秦安 秦州 纪录片 车市 银行 高校 高考 麦积 公开 公布"
)
# What may follow a role's word without being a name: 记者手记, 记者 综合.
NO_SIGNERS = words(
    "报道 報導 综合 整理 获悉 采访 摄影 现场 表示 了解 提问 日前 近日 今日 昨日 今天 昨天 昨晚 今晨 专访 手记 观察 "
    "调查 探访 走访 暗访 连线 感言 见闻 来信 团队 名单"
    " 注意 点评 评论 文章 简介 系列 单位 说明 供稿 实习 见习 特约"
)

# How Tibetan names of four characters begin, after a role: 次仁央宗, 扎西卓玛.
TIBETAN = words(
    "次仁 旦增 丹增 扎西 卓玛 索朗 格桑 拉巴 洛桑 尼玛 达瓦 普布 边巴 巴桑 德吉 央金 拉姆 白玛 贡觉 次旦 平措 罗布 "
    "多吉 旺堆 曲珍 仁增 益西 强巴 桑珠 顿珠 才让 卓嘎 措姆 久美 泽仁 仁青 才旦 桑吉 贡布 加央 赤列 阿旺 晋美 拉珍 "
    "曲扎 江白 土登"
)

# Places from which a wire report comes, as they stand between the reporter and the day.
PLACES = words(
    "台北 台中 台南 高雄 新北 桃园 桃園 基隆 新竹 苗栗 彰化 南投 云林 雲林 嘉义 嘉義 屏东 屏東 宜兰 宜蘭 花莲 花蓮 "
    "台东 台東 澎湖 金门 金門"
    " 北京 上海 天津 重庆 香港 澳门 广州 深圳 华盛顿 華盛頓 东京 東京 纽约 紐約 伦敦 倫敦 巴黎"
)
