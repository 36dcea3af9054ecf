// Events that never happened, each told two to four times in own words, in Chinese and English: what grouping must find.
import type { GroupInput } from '../../src/curate/group.ts'

/** One telling of an event. */
export interface ToldEvent extends GroupInput {
  readonly event: string
  readonly language: 'en' | 'zh'
}

const told: ToldEvent[] = []
const add = (event: string, language: ToldEvent['language'], title: string, text: string): void => {
  const id = `${event}-${language}-${told.length}`
  told.push({ id, event, language, title, text, source: `source of ${id}`, publishedAt: '2026-11-10T08:00:00.000Z' })
}

add(
  'korvex',
  'en',
  'Korvex 4.2 ships with a planner of its own',
  `The Korvex project has released version 4.2 of its stream database. The headline feature is a cost-based query planner, written from scratch over eighteen months, which the team says cuts the median latency of joins by 38%. Checkpoints no longer block writers. The old rule-based planner stays available behind a flag until 5.0. Users of 4.0 and 4.1 can upgrade in place; those still on 3.x have to export and reload. Binaries for Linux and macOS are on the download page, and the container image is signed for the first time.`,
)
add(
  'korvex',
  'en',
  'New query planner lands in Korvex 4.2',
  `Anyone who has fought with joins in Korvex will want to look at what came out on Tuesday. 4.2 replaces the heuristics that ordered joins by table name with statistics and costs. In our own test a report over six tables went from nine seconds to just under two. Writers are no longer held up while a checkpoint runs, which had been the complaint heard most since 4.0. Upgrading from 4.x took us four minutes. The company behind the stream database plans to remove the old planner in 5.0.`,
)
add(
  'korvex',
  'zh',
  'Korvex 4.2 发布：全新的查询优化器',
  `流式数据库 Korvex 近日发布 4.2 版本。最大的变化是基于代价的查询优化器，开发团队用十八个月从零写成，官方称多表连接的延迟中位数下降了 38%。检查点不再阻塞写入。旧的规则优化器可以用开关保留到 5.0。4.0 和 4.1 的用户可以原地升级，3.x 的用户需要先导出再导入。`,
)
add(
  'korvex',
  'zh',
  '流式数据库 Korvex 换上自研优化器，检查点不再卡写入',
  `等了一年半，Korvex 4.2 终于来了。以前连接顺序由表名决定，现在由统计信息和代价模型决定。我们拿一张涉及六张表的报表试了试，时间从九秒降到不到两秒。另一个呼声最高的问题也解决了：做检查点的时候写入不会再停顿。从 4.x 升级只花了几分钟，官方计划在 5.0 去掉老优化器。`,
)
add(
  'pelikan',
  'en',
  'Critical flaw in Pelikan Gateway lets attackers skip login (CVE-2026-41877)',
  `A flaw in the widely used Pelikan Gateway allows remote attackers to bypass authentication by sending a request with two Host headers. The vulnerability, tracked as CVE-2026-41877, has a severity of 9.8. All versions before 2.17.3 are affected. The maintainers published a patch on Monday and ask operators to upgrade without delay. Researchers at the Delft security lab Noordlicht reported the bug in September. There are signs that it is being exploited: honeypots saw the first scans within hours of the advisory.`,
)
add(
  'pelikan',
  'en',
  'Patch your gateways: two Host headers are enough to get in',
  `If you run Pelikan Gateway in front of anything, stop reading and update to 2.17.3. Noordlicht, a small research group in Delft, found that the proxy checks credentials against the first Host header and routes by the second. One curl command is all it takes. The bug carries the number CVE-2026-41877. We saw scanning for it on our own sensors on Monday evening. Those who cannot upgrade can drop requests with duplicate headers at the load balancer.`,
)
add(
  'pelikan',
  'zh',
  'Pelikan Gateway 曝出严重漏洞，可绕过登录',
  `开源网关 Pelikan Gateway 被发现存在严重的身份验证绕过漏洞，编号 CVE-2026-41877，评分 9.8。攻击者只需在请求里带两个 Host 头，就能绕过登录检查。2.17.3 之前的版本全部受影响，维护者周一已经发布补丁，建议立即升级。漏洞由荷兰代尔夫特的安全实验室 Noordlicht 在九月报告，公告发布数小时后蜜罐就捕获了扫描流量。`,
)
add(
  'pelikan',
  'zh',
  '两个 Host 头引发的血案：分析 CVE-2026-41877',
  `这个漏洞的原理并不复杂：Pelikan 网关校验身份时看第一个 Host 头，转发时却看第二个。于是一条 curl 命令就能访问后台。发现者是代尔夫特的研究小组 Noordlicht。修复版本是 2.17.3，升级不了的可以先在负载均衡上丢弃带重复请求头的流量。我们自己的蜜罐周一晚上就看到了扫描。`,
)
add(
  'brantford',
  'en',
  'Brantford Cloud buys log start-up Treeline for $310 million',
  `Brantford Cloud said on Wednesday it would acquire Treeline, a maker of log analysis software, for $310 million in cash. Treeline, founded in Lisbon in 2019, has 140 employees and about 900 paying customers. Its product will become part of Brantford's monitoring suite next year, while the open-source agent keeps its licence. Treeline's founder Marta Queiroz will lead the combined team. The deal, the third this year for Brantford, is expected to close in January.`,
)
add(
  'brantford',
  'en',
  'Treeline is being acquired by Brantford',
  `The Lisbon company behind the log agent that half the industry runs has a new owner. Brantford Cloud pays 310 million dollars for Treeline, both firms announced. Marta Queiroz, who started Treeline seven years ago with two friends, promised in a letter to customers that the agent stays under its open licence and that prices will not change before 2028. Not everybody is convinced: within a day a fork was opened. Brantford has taken over two other monitoring firms this year.`,
)
add(
  'brantford',
  'zh',
  'Brantford 云以 3.1 亿美元收购日志公司 Treeline',
  `Brantford Cloud 周三宣布以 3.1 亿美元现金收购日志分析软件厂商 Treeline。Treeline 2019 年成立于里斯本，有 140 名员工、约 900 家付费客户，产品明年将并入 Brantford 的监控套件，开源采集器的许可证不变。创始人 Marta Queiroz 将领导合并后的团队，交易预计明年一月完成。`,
)
add(
  'brantford',
  'zh',
  'Treeline 被收购，创始人承诺采集器继续开源',
  `做日志采集器的里斯本公司 Treeline 被 Brantford 收入囊中，价格是 3.1 亿美元。创始人 Marta Queiroz 在给客户的信里说，采集器的开源许可不会改变，2028 年以前不涨价。社区并不完全放心，一天之内就有人拉出了分支。这是 Brantford 今年买下的第三家监控公司。`,
)
add(
  'nimbria',
  'en',
  'What happened in the Nimbria outage on Thursday',
  `On Thursday from 09:12 to 13:40 UTC customers in our eu-north region could not start new machines, and about 7% of running ones lost their disks for up to forty minutes. The cause was an expired certificate on the placement service, which we had renewed but not reloaded. Restarting all placement nodes at once then overloaded the metadata store. We describe the timeline, what we did wrong, and the eleven changes we are making. Nobody's data was lost. We are sorry.`,
)
add(
  'nimbria',
  'en',
  'Nimbria: an expired certificate took a region down for four hours',
  `Cloud provider Nimbria has explained why its eu-north region was down for more than four hours last Thursday. A certificate of the placement service had run out. It had in fact been renewed in October, but the processes never loaded the new file. When engineers restarted the whole fleet, the metadata store behind it gave in under the load. Around seven percent of virtual machines lost access to their disks. The provider lists eleven measures, among them an alarm that looks at the certificate in use rather than the one on disk.`,
)
add(
  'nimbria',
  'zh',
  'Nimbria 北欧区宕机四小时，原因是证书过期',
  `云厂商 Nimbria 公布了上周四 eu-north 区域故障的复盘。调度服务的证书过期了：十月其实已经续签，只是进程一直没有重新加载。工程师随后一次性重启全部节点，又把元数据存储压垮。约 7% 的虚拟机一度无法访问磁盘，没有数据丢失。官方列出了十一项改进，其中一条是监控正在使用的证书而不是磁盘上的证书。`,
)
add(
  'nimbria',
  'zh',
  '从 Nimbria 的故障复盘学到的三件事',
  `上周四 Nimbria 的 eu-north 区域停了四个多小时，复盘写得很坦诚。第一，证书续签了不等于加载了，告警要看进程里的那一张。第二，调度节点一起重启，元数据存储扛不住，重启要分批。第三，7% 的机器丢了磁盘连接，恢复脚本却没有演练过。文末的十一项改进值得每个运维团队对照一遍。`,
)
add(
  'quillstone',
  'en',
  'Quillstone 1.0: a text editor that never loses a keystroke',
  `After five years of betas the editor Quillstone has reached 1.0. Its author Anouk Vermeer wrote it in Zig around an append-only journal, so that a crash loses nothing that was typed. The new release opens a file of 2 GB in 0.4 seconds and brings collaborative editing without a server. Plugins are WebAssembly modules. Quillstone is free software; a sync service that costs four euros a month pays for the work.`,
)
add(
  'quillstone',
  'en',
  'The editor Quillstone reaches version 1.0',
  `Anouk Vermeer's one-woman editor project is done, or at least it is 1.0. Quillstone keeps every keystroke in a journal and can go back to any second of a file's life. Written in Zig, it starts faster than my shell. A two-gigabyte log opened in less than half a second here. Two people can edit together over a direct connection, and plugins run as WebAssembly. I have used it for a month and would miss only the mail mode of my old one.`,
)
add(
  'quillstone',
  'zh',
  '文本编辑器 Quillstone 1.0 发布，崩溃也不丢一个字',
  `经过五年测试，Anouk Vermeer 独立开发的编辑器 Quillstone 发布 1.0。它用 Zig 编写，核心是只追加的日志，即使崩溃也不会丢失任何输入。新版打开 2 GB 的文件只要 0.4 秒，支持不经服务器的协同编辑，插件以 WebAssembly 运行。软件自由开源，每月四欧元的同步服务用来支持开发。`,
)
add(
  'osprey',
  'en',
  'Hailstone unveils 128-core Arm server chip',
  `Chip designer Hailstone on Tuesday presented the Osprey-3, a server processor with 128 Arm cores that it says draws 210 watts. It is made by a 3 nm process and supports twelve channels of DDR5. According to the company the part is 1.6 times as fast per watt as its predecessor in web workloads. Samples go to customers in December, volume follows in the second quarter. Two cloud providers, Nimbria among them, have placed orders.`,
)
add(
  'osprey',
  'en',
  'Osprey-3: Hailstone goes for 128 cores at 210 watts',
  `With the Osprey-3 Hailstone doubles the number of cores once more. The 3 nm server chip has 128 of them, all Arm designs with small changes, and twelve memory channels. The maker promises 60% more work per watt than the Osprey-2 did. We could not measure that yet; samples are due in December. What we could see was the board, and it is large. Nimbria has ordered the processor for its northern regions.`,
)
add(
  'osprey',
  'zh',
  'Hailstone 发布 128 核 Arm 服务器芯片 Osprey-3',
  `芯片设计公司 Hailstone 周二发布服务器处理器 Osprey-3，采用 3 nm 工艺，集成 128 个 Arm 核心，功耗 210 瓦，支持十二通道 DDR5 内存。公司称网页负载下每瓦性能是上一代的 1.6 倍。样品十二月交付，量产要等到明年二季度，Nimbria 等两家云厂商已经下单。`,
)
add(
  'marlow',
  'en',
  'Marlow changes licence from Apache to BSL',
  `The company behind the job scheduler Marlow announced that all releases from 3.0 on will be under the Business Source License. Using Marlow inside one's own company stays free; offering it as a service needs an agreement. Existing versions remain Apache-licensed and get security fixes for eighteen months. Chief executive Tomasz Wrona said that two large providers had resold the product without giving anything back. A group of contributors wants to continue the last free version as Open Marlow.`,
)
add(
  'marlow',
  'en',
  'Scheduler Marlow is no longer open source',
  `Yet another one: from version 3.0 the scheduler Marlow will come under the BSL. Tomasz Wrona, who runs the firm, blames cloud vendors that sell his software. For those who run it in-house nothing changes, he says. Old versions stay under Apache and are patched for a year and a half. In the forum the mood is different. About forty contributors have signed a letter and are setting up Open Marlow, a fork of 2.9.`,
)
add(
  'marlow',
  'zh',
  '任务调度器 Marlow 改用 BSL 许可证，社区筹备分支',
  `任务调度器 Marlow 背后的公司宣布，自 3.0 起改用 BSL 许可证。公司内部使用仍然免费，以服务形式对外提供则需要授权。已有版本继续采用 Apache 许可，安全补丁维护十八个月。CEO Tomasz Wrona 称两家大型云厂商转售产品却没有回馈。约四十名贡献者准备基于 2.9 建立分支 Open Marlow。`,
)
add(
  'marlow',
  'zh',
  '又一个项目告别开源：Marlow 3.0 起换许可证',
  `Marlow 的创始人 Tomasz Wrona 在博客里说，云厂商拿他们的代码卖钱，所以 3.0 开始用 BSL。自己公司里用不受影响，老版本还是 Apache，再修一年半的安全问题。论坛里的气氛可不太好，四十来位贡献者联名写信，打算从 2.9 分出 Open Marlow。`,
)
add(
  'ferry',
  'en',
  'Ferry to the Skerry islands stops after ninety years',
  `The ferry between Port Ellis and the Skerry islands made its last crossing on Sunday. For ninety-one years the boat carried people, post and sheep. Since the tunnel opened in spring the number of passengers had fallen to under forty a day, and the council was not willing to pay 600,000 pounds a year any longer. Captain Isla Morrow, who had steered the ship since 1998, sounded the horn for a full minute. Islanders lined the pier.`,
)
add(
  'ferry',
  'en',
  'Last crossing for the Skerry boat',
  `A horn that went on for a minute, a brass band, and many handkerchiefs: on Sunday the Port Ellis ferry came in for the last time. Isla Morrow has been its captain for twenty-eight years. "She never once failed to start," she said. The new tunnel had taken the passengers away, and the council its money. The ship was built in 1935 and goes to a museum in Leith. The post comes by van now.`,
)
add(
  'ferry',
  'zh',
  '运行九十一年，斯凯里群岛轮渡停航',
  `周日，埃利斯港与斯凯里群岛之间的轮渡完成了最后一次航行。九十一年来，这条船运送过居民、邮件和羊群。今年春天海底隧道开通后，每天的乘客不足四十人，地方议会不愿再承担每年六十万英镑的补贴。船长伊斯拉·莫罗自 1998 年起掌舵，她拉响汽笛整整一分钟，岛民站满了码头。`,
)
add(
  'ferry',
  'zh',
  '斯凯里群岛的最后一班船',
  `汽笛响了一分钟，铜管乐队在码头演奏，许多人掉了眼泪。周日傍晚，埃利斯港的渡轮最后一次靠岸。船长莫罗开了二十八年，她说这条船从来没有发动不起来过。隧道通车以后没有人坐船了，议会也不再出钱。这艘 1935 年建造的渡轮将送往利斯的博物馆，邮件改由货车运送。`,
)
add(
  'study',
  'en',
  'Study: code review finds fewer bugs after the first hour',
  `Reviewers find most defects within the first sixty minutes, and nearly none after ninety. That is the result of a study by the University of Turku of 4,800 reviews in eleven companies. The lead author, Pirjo Halonen, recommends changes of no more than 250 lines. Tools that split a large change by themselves helped a little, checklists not at all. The data set is public and anonymised.`,
)
add(
  'study',
  'en',
  'Short reviews are better reviews, Finnish researchers say',
  `How long should one look at a colleague's code? About an hour, says Pirjo Halonen of the University of Turku. Her group followed 4,800 code reviews at eleven firms. After an hour and a half, reviewers hardly found another bug. Changes with more than 250 lines were waved through. Checklists made no difference at all, which surprised the authors. The anonymous data can be downloaded.`,
)
add(
  'study',
  'zh',
  '研究：代码评审超过一小时就很难再发现缺陷',
  `芬兰图尔库大学的一项研究显示，评审者发现的缺陷大多集中在前六十分钟，九十分钟以后几乎为零。研究者 Pirjo Halonen 的团队跟踪了十一家公司的 4800 次代码评审，建议每次改动不超过 250 行。自动拆分大改动的工具略有帮助，检查清单则完全没有作用。数据集已经匿名公开。`,
)
add(
  'study',
  'zh',
  '一次代码评审该花多久？图尔库大学：一小时',
  `图尔库大学跟踪了十一家企业的四千八百次评审，结论很直接：一个小时之后就别看了。论文作者 Pirjo Halonen 发现，超过 250 行的改动往往被直接放行，而大家喜欢的检查清单毫无作用。一个半小时以后，评审者几乎再也找不出缺陷。匿名数据可以下载。`,
)
add(
  'bridge',
  'zh',
  '南塘大桥提前三个月通车',
  `连接南塘市两岸的南塘大桥昨日正式通车，比原计划提前三个月。大桥全长 6.3 公里，主跨 1088 米，总投资 74 亿元。通车后，从开发区到老城的车程由五十分钟缩短为十二分钟。市交通局局长周启明表示，首月免收通行费，公交 26 路和 31 路改走大桥。老渡口将改建为滨江公园。`,
)
add(
  'bridge',
  'zh',
  '十二分钟过江：南塘大桥昨天开通',
  `昨天上午，第一批车辆驶上南塘大桥。以前坐渡轮或绕行要将近一个小时，现在只要十二分钟。这座斜拉桥主跨一千零八十八米，花费七十四亿元，工期缩短了三个月。头一个月过桥不收费。周启明介绍，两条公交线路今天起改道。渡口的老船工说，等公园建好了还要来看江。`,
)

/** All tellings; those of one `event` are one story within each language. */
export const tellings: readonly ToldEvent[] = told
