// How common a word is in articles at large: a table of own making for Chinese and English, so that a week of two articles weighs words as
// a week of two thousand does.

/** Words of every subject: about a quarter of all articles have each. */
const everywhere = `
able add allow also always another around available back become begin believe best better big bring build call came case certain change
come common create current day different easy end enough even ever every example experience fact feel few find first follow found free
full general get give good great group hand happen hard help high however idea important include inside instead interest issue keep kind
know large last late learn least leave left less let level life like line list little live long look lot main make man many matter mean
method mind moment move much near need never new next night number often old open order part past people perhaps person place plan point
possible post problem process provide put question quite rather read real really reason recent right run second see seem send set several
share show side simple since small something sometimes soon sort start state step still stop story sure system take talk team tell thing
think third thought three time today together told too took top try turn two type understand until usual various version want way week
well went whole whose within without wonder word work world write wrong year yes yet yesterday
author article blog comment link page read reader below above section chapter figure table image picture title note
公司 大家 时间 问题 方法 方式 情况 工作 内容 部分 功能 支持 开发 实现 系统 技术 用户 数据 文章 代码 项目 提供 发现 介绍 简单 主要 作为 同样
相关 例如 比如 首先 其次 最后 然后 接着 今天 现在 目前 直接 完成 开始 结果 理解 希望 选择 过程 管理 服务 处理 发布 更新 版本 新的 使用 需要
应该 可能 能够 出现 包括 根据 存在 增加 减少 提高 提升 重要 关键 基本 基于 具体 完全 所有 每个 多个 两个 三个 第一 第二 其实 当然 虽然 不过
`

/** Usual words: about one article in twelve has each. */
const usual = `
abandon accept access according account across act action active actual address advantage advice affect afternoon age agency agree ahead
aim allow alone along already although among amount analysis announce annual answer appear apply approach area argue arrive art ask assume
attack attempt attention average avoid aware away bad balance base basic beautiful behind benefit beside beyond bit black block board body
book bottom box break brief broad brother budget building business busy buy capital car care carry catch cause center central centre
century chance chair character charge cheap check chief child children choice choose city claim class clean clear close cold collect
college color colour commit committee community company compare complete complex concern condition confirm connect consider contain
content contest continue contract contribute control cost count country couple course cover critical cross culture customer cut daily
damage dark date daughter deal death debate decade decide decision deep define degree deliver demand department depend describe design
detail determine develop difference difficult direct direction director discover discuss discussion document door double doubt draw dream
drive drop due early earn east economic edge education effect effort eight either election else email emerge employee energy engage
engineer enjoy enter entire environment equal especially establish estimate event everybody everyone everything evidence exact examine
except exist expand expect expensive expert explain express extend extra eye face fail failure fair fall family famous far fast father
favor fear feature federal feedback field fight figure file fill film final finally finance fine finish fire firm fit five fix flat floor
focus food force foreign forget form former forward four friend front fun function fund future game garden gather girl global goal gold
gone government ground grow growth guess guide half happy health hear heart heavy held history hit hold holiday home hope hospital hot
hour house huge human hundred ignore imagine immediate impact improve improvement increase indeed independent indicate individual industry
influence inform information initial instance institution insurance intend international introduce invest involve island item job join
joint judge july june key kill kitchen knew knowledge labor lack land language latest law lawyer lead leader leading learn leave legal
lesson letter light limit listen local location loss lost love low lower machine major majority manage management manager map march mark
market material maximum may maybe measure media medical meet meeting member memory mention message middle might military million minister
minute miss mission mistake mixed model modern money month morning mother mountain movement music name nation national natural nature
necessary negative network nine nobody none normal north notice nothing obvious occur offer office officer official okay operate
operation opinion opportunity option organization original others otherwise outside owner paint paper parent park particular partner
party pass patient pattern pay peace percent perfect perform performance period permit phone photo physical pick piece play player please
plenty police policy political poor popular population position positive power practice prepare present president press pressure pretty
prevent previous price private probably produce product production professional professor profit program progress project promise proper
property propose protect prove public publish pull purpose push quality quarter quick quickly quiet quote race radio raise range rate
reach react ready reality realize receive recently recognize recommend record red reduce reflect region regular relate relationship
release remain remember remove replace reply report represent require research resource respond response rest result return reveal review
rich rise risk road role room rule safe sale save scale scene schedule school science score sea search season seat secretary seek select
self sell senior sense separate serious serve service seven shape short shot sign signal significant similar single sit site situation
six size skill sleep slow smart social society software soldier solution solve son sound source south space speak special specific speed
spend sport spring staff stage stand standard station stay step stock store street strong structure student study stuff style subject
success successful sudden suggest summer supply support suppose surface surprise survey table task teach teacher technology television
ten tend term test text thank theory thousand throw title total touch toward town track trade tradition traffic train training travel
treat tree trend trial trip trouble true truth turn united university update upon useful value view visit voice vote wait walk wall war
warm watch water weather website weekend weight west white wide wife win window winner winter wish woman women wood worker worry worth
yard young zero january february april august september october november december monday tuesday wednesday thursday friday saturday sunday
announcement announced said says according spokesman statement reporters interview customers employees billion dollars euros
接下来 分享 原因 进行 其中 社区 平台 环境 配置 测试 请求 运行 执行 性能 工具 设计 应用 程序 组件 接口 参数 对象 文件 页面 服务器 客户端 网络
安全 数据库 学习 经验 团队 产品 业务 需求 市场 企业 行业 用户 客户 员工 中国 美国 国家 政府 城市 社会 经济 发展 建设 记者 报道 消息 表示 认为
指出 宣布 推出 计划 目标 未来 历史 生活 孩子 学校 学生 老师 教育 研究 科学 专家 大学 学院 教授 世界 国际 地区 北京 上海 关注 影响 变化 机会
价格 成本 资金 投资 收入 增长 活动 会议 组织 成员 负责 参与 合作 交流 讨论 回答 观点 思考 想法 感觉 喜欢 觉得 知道 看到 听到 找到 得到 得知
带来 做到 成为 进入 加入 离开 回到 打开 关闭 修改 删除 添加 创建 生成 获取 返回 调用 定义 声明 设置 安装 启动 停止 部署 构建 编译 调试 监控
日志 缓存 线程 内存 磁盘 异常 错误 失败 成功 检查 验证 解决 优化 改进 升级 迁移 兼容 依赖 模块 框架 语言 函数 变量 类型 字段 数组 字符 结构
算法 逻辑 规则 状态 事件 消息 通知 任务 队列 流程 步骤 阶段 周期 机制 策略 模式 架构 原理 源码 文档 教程 示例 场景 案例 实践 总结 整理 记录
参考 资料 链接 地址 图片 视频 标题 名称 列表 信息 数量 大小 长度 速度 效率 质量 能力 水平 程度 范围 标准 要求 条件 限制 关系 区别 特点 优势 缺点
年前 年来 月前 今年 去年 明年 本周 上周 下周 周一 周二 周三 周四 周五 周六 周日 昨天 昨日 近日 日前 目前 当前 同时 随着 之间 之一 以上 以下
以后 以前 之后 之前 其他 其它 不同 相同 很多 许多 不少 大量 少量 全部 整个 各种 某些 任何 一直 一般 一定 一样 一起 一次 一下 一点 有些 有点
特别 非常 比较 十分 更加 越来 来越 越多 最大 最小 最新 最高 最低 最近 最终 最早 只有 只是 只能 只要 还有 还要 还会 就会 就能 就要 也就 也有 也会
而且 并且 或者 甚至 尤其 即使 尽管 无论 不管 除了 为了 按照 关于 至于 等等 那么 这么 这样 那样 怎样 为什 哪些 几个 几年 多年 多少 千万 百万 亿元
万元 左右 超过 达到 接近 大约 大概 平均 总共 总体 整体 详细 完整 清楚 明确 准确 正确 合理 适合 适用 通用 常见 常用 经常 往往 通常 有时 偶尔 立即
马上 及时 快速 迅速 逐渐 逐步 慢慢 继续 仍然 依然 依旧 再次 重新 重复 反复 自动 手动 默认 本地 远程 全局 外部 内部 公开 免费 收费 付费 官方 正式
`

/** Words of the subjects that reading lists are about: about one article in thirty has each, more of their own subject's. */
const subjects = `
abstract admin agent agile ajax alert algorithm algorithms amazon analytics android angular annotation ansible apache api apis app apple
application applications apps arch architecture array assert async attribute audit auth authentication authorization automate automation
aws azure backend backup balancer bandwidth bash batch benchmark benchmarks beta binary boolean boot branch browser browsers buffer bug
bugs byte bytes cache caching callback cert certificate chart chrome class classes cli click client clients clone cloud cluster clusters
cname code cve codebase coding column command commands compile compiler component components compute computer computing concurrency concurrent
conference config configuration configure connection connections console constructor container containers controller cookie core cpu crash
css daemon dashboard data database databases dataset debug debugger debugging default delete dependencies dependency deploy deployed
deployment deployments desktop dev developer developers development device devices devops digital directory disk distributed dns docker
docs domain download downloads driver dynamic ecosystem editor elasticsearch encryption endpoint endpoints engine engineering engineers
enterprise env envoy error errors exception execute execution export expression facebook field fields firewall flag flags folder format
framework frameworks frontend functional functions gateway git github gitlab golang google gpu grafana graph graphql hardware hash haskell
header headers heap helm hook host hosting html http https ide image images implement implementation implementations import index
infrastructure inheritance input insert install installation installed instance instances integer integration intel interface interfaces
internet ios iphone istio iteration java javascript jenkins job jobs join jquery json jvm kafka kernel key keys kubectl kubernetes label
lambda laptop latency layer learning libraries library license linux load lock log logging login logs loop mac machine machines malware
maven memory merge mesh message messages metadata metric metrics microservice microservices microsoft migration mobile module modules
monitor monitoring mongodb mutex mysql namespace network networking neural nginx node nodejs nodes notebook npm null object objects
operating operator optimization oracle orchestration output package packages parallel parameter parameters parse parser password path
payload performance permission permissions php pipeline pipelines platform platforms plugin plugins pod pods pointer policy pool port
postgres postgresql privacy procedure processes processor production programmer programmers programming prometheus protocol protocols
provider proxy pull push python queries query queue rabbitmq ram react recursion redis redux refactor refactoring reference registry
release releases remote replica replication repo repository request requests rest retry role rollback rollout root route router routing
row ruby runtime rust safari saas scalability scalable scale scaling schema scope script scripts sdk security selector server serverless
servers service services session shell sidecar skip snapshot socket software spark spec sprint spring sql ssh ssl stack startup static
statistics status storage stream streaming streams string strings struct subnet switch swift syntax sysadmin target tcp team template
templates terminal terraform test testing tests thread threads throughput timeout tls token tool tooling tools topic trace tracing
transaction transactions twitter typescript ubuntu udp unit unix update upgrade upload uri url user username users utility validation
variable variables vendor version versions video virtual visual vm vms volume vue vulnerability vulnerabilities webpack webhook wifi
windows workflow workflows workload workloads wrapper xml yaml zookeeper
acquire acquired acquisition bank bill buyer campaign central coach company court crisis deal earnings economy film government inflation
investor investors launch league lawsuit loan match minister parliament patients percent police president prices profits quarter rates
recall recalls revenue rivals season senate shares song star stocks strike study talks team trial unemployment union vaccine voters
容器 镜像 集群 节点 调度 编排 微服 服务网 网格 网关 代理 负载 均衡 流量 路由 域名 证书 加密 认证 授权 权限 密码 账号 登录 注册 令牌 漏洞 攻击 防护
前端 后端 端口 浏览 览器 组件 样式 渲染 动画 事件 监听 路径 目录 脚本 命令 终端 编辑 辑器 插件 主题 编程 程序员 工程 程师 架构师 开源 源代 仓库
分支 提交 合并 请求头 响应 协议 连接 超时 重试 熔断 限流 降级 并发 并行 同步 异步 阻塞 进程 线程池 协程 锁定 死锁 事务 索引 查询 主键 分区 分片
备份 恢复 主从 复制 选举 一致 一致性 分布 布式 存储 消息队 列表 中间 间件 接口 注解 反射 继承 多态 泛型 闭包 回调 对象池 垃圾 回收 虚拟 拟机 操作
内核 驱动 硬件 芯片 处理器 显卡 手机 电脑 设备 移动 终端 小程 程序 微信 支付 电商 直播 搜索 推荐 广告 算力 模型 训练 推理 机器 学习 深度 神经
人工 智能 能化 数据集 特征 标注 大数 据分 分析 报表 可视 视化 指标 告警 运维 自动化 持续 集成 交付 流水 水线 发布会 云计 计算 云原 原生 云服 服务商
创业 融资 上市 收购 股票 股价 市值 亿美 美元 人民 民币 营收 净利 利润 同比 增长率 季度 财报 消费 消费者 零售 物流 汽车 新能 能源 电池 充电 自动驾 驾驶
疫情 病毒 疫苗 医院 医生 患者 治疗 健康 药物 法院 法律 警方 警察 案件 嫌疑 调查 会谈 总统 总理 部长 选举 议会 外交 军事 比赛 球队 球员 冠军 教练
电影 导演 演员 音乐 歌手 艺术 博物 物馆 旅游 游客 航班 铁路 高铁 地铁 机场 天气 气温 降雨 地震 台风 火灾 事故 救援 遇难 受伤
`

/** A pair of Han characters with one of these in it is grammar, or the seam between two words. */
export const seamCharacters =
  '的了是在和与有不也就都而及或但这那我你他她它们个一为以于对从到把被让会能可要很更最还又再上下中里后前时者之其等并将已来去过着得地种些么什怎如因所由则且此该每当只没用做说大小多少新出'

const EVERYWHERE_SHARE = 0.25
const USUAL_SHARE = 0.08
const SUBJECT_SHARE = 0.03
/** What a word is taken to have that the table lacks. */
export const RARE_SHARE = 0.003
/** What a pair of Han characters is taken to have that is grammar, or the seam between two words. */
export const SEAM_SHARE = 0.06

/** The table, most common first. `share`: about how large a part of all articles has each of the words. */
export const commonWords: readonly { readonly share: number; readonly words: string }[] = [
  { share: EVERYWHERE_SHARE, words: everywhere },
  { share: USUAL_SHARE, words: usual },
  { share: SUBJECT_SHARE, words: subjects },
]
