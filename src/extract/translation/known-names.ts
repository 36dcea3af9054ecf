// Names whose spelling in the other language everybody knows: they are not missing from a translation that writes them so.

/** English names, lower-cased, with the Chinese words that stand for them. */
const names: Readonly<Record<string, readonly string[]>> = {
  america: ['美国', '美洲', '美'],
  american: ['美国', '美'],
  americans: ['美国'],
  'united states': ['美国'],
  us: ['美国', '美'],
  'u.s': ['美国', '美'],
  usa: ['美国'],
  china: ['中国', '中'],
  chinese: ['中国', '中文', '汉语', '华'],
  britain: ['英国', '英'],
  british: ['英国', '英'],
  uk: ['英国', '英'],
  'united kingdom': ['英国'],
  england: ['英格兰', '英国'],
  english: ['英语', '英文', '英国'],
  japan: ['日本', '日'],
  japanese: ['日本', '日语', '日文'],
  germany: ['德国', '德'],
  german: ['德国', '德语', '德'],
  france: ['法国', '法'],
  french: ['法国', '法语', '法'],
  russia: ['俄罗斯', '俄'],
  russian: ['俄罗斯', '俄语', '俄'],
  ukraine: ['乌克兰'],
  india: ['印度'],
  indian: ['印度'],
  korea: ['韩国', '朝鲜', '韩'],
  korean: ['韩国', '韩语', '朝鲜'],
  taiwan: ['台湾', '台'],
  'hong kong': ['香港', '港'],
  singapore: ['新加坡'],
  canada: ['加拿大'],
  canadian: ['加拿大'],
  australia: ['澳大利亚', '澳洲'],
  australian: ['澳大利亚', '澳洲'],
  brazil: ['巴西'],
  italy: ['意大利'],
  spain: ['西班牙'],
  spanish: ['西班牙'],
  netherlands: ['荷兰'],
  dutch: ['荷兰'],
  sweden: ['瑞典'],
  switzerland: ['瑞士'],
  israel: ['以色列'],
  europe: ['欧洲', '欧盟', '欧'],
  european: ['欧洲', '欧盟', '欧'],
  'european union': ['欧盟', '欧洲联盟'],
  eu: ['欧盟'],
  asia: ['亚洲', '亚'],
  africa: ['非洲', '非'],
  'united nations': ['联合国'],
  un: ['联合国'],
  nasa: ['美国宇航局', '美国航天局', '美国国家航空航天局', '宇航局'],
  fda: ['食品药品监督管理局', '美国食药监局', '食药监局'],
  pentagon: ['五角大楼'],
  'white house': ['白宫'],
  'supreme court': ['最高法院'],
  washington: ['华盛顿'],
  beijing: ['北京'],
  shanghai: ['上海'],
  shenzhen: ['深圳'],
  hangzhou: ['杭州'],
  guangzhou: ['广州'],
  london: ['伦敦'],
  paris: ['巴黎'],
  berlin: ['柏林'],
  tokyo: ['东京'],
  moscow: ['莫斯科'],
  'new york': ['纽约'],
  'san francisco': ['旧金山', '三藩市'],
  'silicon valley': ['硅谷'],
  'los angeles': ['洛杉矶'],
  california: ['加州', '加利福尼亚'],
  seattle: ['西雅图'],
  texas: ['得克萨斯', '德州'],
  boston: ['波士顿'],
  google: ['谷歌'],
  microsoft: ['微软'],
  amazon: ['亚马逊'],
  tesla: ['特斯拉'],
  nvidia: ['英伟达'],
  intel: ['英特尔'],
  samsung: ['三星'],
  sony: ['索尼'],
  toyota: ['丰田'],
  cisco: ['思科'],
  qualcomm: ['高通'],
  facebook: ['脸书', '脸谱'],
  twitter: ['推特'],
  wikipedia: ['维基百科'],
  netflix: ['奈飞', '网飞'],
  huawei: ['华为'],
  alibaba: ['阿里巴巴', '阿里'],
  'alibaba cloud': ['阿里云'],
  aliyun: ['阿里云'],
  tencent: ['腾讯'],
  'tencent cloud': ['腾讯云'],
  baidu: ['百度'],
  bytedance: ['字节跳动', '字节'],
  meituan: ['美团'],
  'ant group': ['蚂蚁集团'],
  didi: ['滴滴'],
  jd: ['京东'],
  'jd.com': ['京东'],
  netease: ['网易'],
  sina: ['新浪'],
  weibo: ['微博'],
  wechat: ['微信'],
  alipay: ['支付宝'],
  douyin: ['抖音'],
  zhihu: ['知乎'],
  lenovo: ['联想'],
  smic: ['中芯国际'],
  tsmc: ['台积电'],
  foxconn: ['富士康'],
  tsinghua: ['清华'],
  'peking university': ['北京大学', '北大'],
  stanford: ['斯坦福'],
  harvard: ['哈佛'],
  mit: ['麻省理工'],
  cambridge: ['剑桥'],
  oxford: ['牛津'],
  berkeley: ['伯克利'],
  princeton: ['普林斯顿'],
  yale: ['耶鲁'],
}

/** The same of words that English writes as names, or that Chinese has for other things too. */
const words: Readonly<Record<string, readonly string[]>> = {
  monday: ['周一', '星期一'],
  tuesday: ['周二', '星期二'],
  wednesday: ['周三', '星期三'],
  thursday: ['周四', '星期四'],
  friday: ['周五', '星期五'],
  saturday: ['周六', '星期六'],
  sunday: ['周日', '周天', '星期日', '星期天'],
  congress: ['国会'],
  senate: ['参议院'],
  apple: ['苹果'],
  oracle: ['甲骨文'],
  xiaomi: ['小米'],
  internet: ['互联网', '因特网', '网络', '上网'],
  web: ['网络', '网页', '万维网'],
  earth: ['地球'],
  ai: ['人工智能', '智能'],
  ml: ['机器学习'],
  llm: ['大模型', '大语言模型', '语言模型'],
  llms: ['大模型', '大语言模型', '语言模型'],
  ceo: ['首席执行官', '总裁'],
  cto: ['首席技术官'],
  cfo: ['首席财务官'],
  pr: ['拉取请求', '合并请求', '公关'],
  prs: ['拉取请求', '合并请求'],
  pc: ['电脑', '个人电脑'],
  os: ['操作系统', '系统'],
  ui: ['界面'],
  vr: ['虚拟现实'],
  ar: ['增强现实'],
  dr: ['博士', '医生'],
  mr: ['先生'],
  mrs: ['女士', '夫人'],
  ms: ['女士'],
  am: ['上午', '早上', '凌晨'],
  pm: ['下午', '晚上'],
  christmas: ['圣诞'],
  easter: ['复活节'],
}

/** Those of them that are words as well. */
const ambiguous: ReadonlySet<string> = new Set(['字节', '阿里', '滴滴', '北大', '维基百科'])
/** Chinese names of at least two characters, with the English ones that stand for them. */
const englishOf = new Map<string, string[]>()
for (const [english, all] of Object.entries(names))
  for (const chinese of all.filter(each => each.length > 1 && !ambiguous.has(each)))
    englishOf.set(chinese, [...(englishOf.get(chinese) ?? []), english])

/** The words that may stand for an English name in Chinese; none when it is not known. */
export function chineseNamesOf(name: string): readonly string[] {
  const key = name.toLowerCase()
  return names[key] ?? words[key] ?? []
}

/** Known Chinese names that a text has, with the English spellings of each; of two that overlap the longer. */
export function findKnownChinese(
  text: string,
): readonly { readonly name: string; readonly spellings: readonly string[] }[] {
  const found = [...englishOf.keys()].filter(name => text.includes(name))
  return found
    .filter(name => !found.some(longer => longer !== name && longer.includes(name)))
    .map(name => ({ name, spellings: englishOf.get(name) ?? [] }))
}

/** How Chinese surnames are spelled, each in the ways that are usual. */
export const spellingsOfSurname: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  '欧阳 ouyang,司马 sima,上官 shangguan,诸葛 zhuge,王 wang wong,李 li lee,张 zhang chang cheung,刘 liu lau,陈 chen chan tan,杨 yang yeung,黄 huang wong,赵 zhao chao,吴 wu ng,周 zhou chow chou,徐 xu hsu tsui,孙 sun,马 ma,朱 zhu chu,胡 hu wu,郭 guo kuo kwok,何 he ho,林 lin lam,高 gao kao ko,罗 luo lo law,郑 zheng cheng,梁 liang leung,谢 xie hsieh tse,宋 song sung,唐 tang,许 xu hsu hui,韩 han,冯 feng fung,邓 deng teng tang,曹 cao tsao cho,彭 peng pang,曾 zeng tseng tsang,肖 xiao,田 tian tien tin,董 dong tung,袁 yuan yuen,潘 pan poon,蒋 jiang chiang,蔡 cai tsai choi,余 yu yue,杜 du tu,叶 ye yeh yip,程 cheng ching,苏 su so,魏 wei ngai,吕 lu lü lyu lui,丁 ding ting,任 ren jen yam,沈 shen shum,姚 yao yiu,卢 lu lo,姜 jiang chiang,崔 cui tsui,钟 zhong chung,谭 tan tam,陆 lu luk,汪 wang,范 fan,石 shi shih,廖 liao,贾 jia chia,夏 xia hsia,韦 wei,付 fu,邹 zou tsou,孟 meng,熊 xiong hsiung,秦 qin chin,邱 qiu chiu yau,江 jiang kong,尹 yin,薛 xue hsueh,闫 yan,段 duan tuan,雷 lei lui,侯 hou,史 shi,陶 tao,黎 li lai,贺 he,顾 gu ku,毛 mao,郝 hao,龚 gong kung,邵 shao siu,钱 qian chien,严 yan yen yim,覃 qin tan,武 wu,戴 dai tai,莫 mo mok,孔 kong kung,汤 tang'
    .split(',')
    .map(entry => {
      const [surname = '', ...spellings] = entry.split(' ')
      return [surname, spellings] as const
    }),
)
