// Stories of our own with a translation that a careful person would sign, for the tests of extract/translation/.
import type { TranslatedText, TranslationLanguage } from '../../../src/core/types.ts'

/** A story and what it is in the other language. */
export interface TranslatedPair {
  readonly into: TranslationLanguage
  readonly source: TranslatedText
  readonly good: TranslatedText
}

const pair = (into: TranslationLanguage, source: readonly string[], good: readonly string[]): TranslatedPair => {
  const told = ([title = '', summary = '', ...points]: readonly string[]): TranslatedText => ({
    title,
    summary,
    points,
  })
  return { into, source: told(source), good: told(good) }
}

/** Short and long ones, both ways. */
export const goodPairs: readonly TranslatedPair[] = [
  pair(
    'zh',
    [
      'Kubernetes 1.31 drops the in-tree cloud providers',
      'The release removes 1.5 million lines of code, and clusters that still rely on the old providers must migrate before June 2026. "It was long overdue," said Alice Wong of the Linux Foundation.',
      'Upgrades take about 40% less time on clusters with 5,000 nodes.',
      'The flag `--cloud-provider` accepts only `external` now.',
    ],
    [
      'Kubernetes 1.31 移除内置云厂商驱动',
      '该版本删除了 150 万行代码，仍依赖旧驱动的集群必须在 2026 年 6 月之前完成迁移。Linux 基金会的 Alice Wong 说：“这早就该做了。”',
      '在拥有 5000 个节点的集群上，升级耗时减少约 40%。',
      '参数 `--cloud-provider` 现在只接受 `external`。',
    ],
  ),
  pair(
    'zh',
    [
      'Why We Moved Our Database From MySQL to Postgres',
      'After eight years the team at Fernhill moved 3.2 TB in one night. The switch itself took 74 ms, and nobody noticed.',
    ],
    [
      '我们为什么把数据库从 MySQL 迁移到 Postgres',
      '八年之后，Fernhill 团队用一个晚上迁移了 3.2 TB 数据。切换本身只用了 74 毫秒，没有人察觉。',
    ],
  ),
  pair(
    'zh',
    [
      'Google and Microsoft agree on a format for build attestations',
      'Both companies will sign their releases from the third quarter on. The European Union had asked for it since 2023, and a fine of €20 million was on the table.',
    ],
    [
      '谷歌与微软就构建证明的格式达成一致',
      '两家公司将从第三季度起为发布的软件签名。欧盟自 2023 年起就要求这样做，2000 万欧元的罚款一度摆上台面。',
    ],
  ),
  pair(
    'zh',
    [
      'How a lost lease took down half of our region for 17 minutes',
      'Elena Marsh describes how one expired lease stopped 12,000 pods. The fix was three lines long; finding it took two days.',
      'The full report is at https://status.example.org/reports/17 for everyone.',
    ],
    [
      '一次租约丢失如何让我们半个区域停摆 17 分钟',
      'Elena Marsh 讲述了一个过期租约如何让 12,000 个 Pod 停止运行。修复只有三行，找到问题却花了两天。',
      '完整报告见 https://status.example.org/reports/17 ，所有人都可以查看。',
    ],
  ),
  pair('zh', ['Docker Desktop 4.30', ''], ['Docker Desktop 4.30', '']),
  pair(
    'zh',
    ['What is a container, really?', 'A gentle tour of namespaces, cgroups and layered file systems, with drawings.'],
    ['容器到底是什么？', '一次轻松的导览，用图画介绍命名空间、cgroups 和分层文件系统。'],
  ),
  pair(
    'zh',
    [
      'Elon Musk says the factory in Berlin doubles its output',
      'Tesla wants to build 10,000 cars a week by the end of 2026, twice as many as today.',
    ],
    ['埃隆·马斯克称柏林工厂产量将翻倍', '特斯拉希望到 2026 年底每周生产 1 万辆汽车，是现在的两倍。'],
  ),
  pair(
    'en',
    [
      '阿里云开源新的容器运行时，冷启动只要 80 毫秒',
      '项目负责人王磊表示，新运行时已在 3 万台服务器上运行了两年，内存占用降低 35%。代码采用 Apache 2.0 许可证。',
      '运行时兼容 Kubernetes 与 containerd 1.7。',
    ],
    [
      'Alibaba Cloud opens the source of a new container runtime that cold-starts in 80 ms',
      'The new runtime has run on 30,000 servers for two years and needs 35% less memory, says Wang Lei, who leads the project. The code is under the Apache 2.0 licence.',
      'The runtime is compatible with Kubernetes and containerd 1.7.',
    ],
  ),
  pair(
    'en',
    [
      '清华团队提出“慢查询画像”方法',
      '论文分析了 120 万条查询日志，发现百分之七十的慢查询来自不到一成的表。“索引不是越多越好，”作者写道。',
    ],
    [
      'A Tsinghua team proposes “portraits of slow queries”',
      'The paper analyses 1.2 million query logs and finds that 70% of the slow queries come from less than 10% of the tables. “More indexes are not always better,” the authors write.',
    ],
  ),
  pair(
    'en',
    ['我们如何把构建时间从四十分钟降到六分钟', '文章介绍了缓存、并行与裁剪依赖三步，每一步都给出了前后对比的数字。'],
    [
      'How we cut our build time from forty minutes to six',
      'The article walks through three steps, caching, parallel work and fewer dependencies, and gives figures from before and after each of them.',
    ],
  ),
  pair(
    'en',
    [
      '英伟达市值首次突破 5 万亿美元',
      '公司股价在周三上涨 3.1%，今年以来累计涨幅超过 50%。分析师认为，需求主要来自中国以外的数据中心。',
    ],
    [
      'Nvidia is worth more than $5 trillion for the first time',
      'Its shares rose 3.1% on Wednesday and have gained more than 50% this year. Analysts see the demand coming mainly from data centres outside China.',
    ],
  ),
]
