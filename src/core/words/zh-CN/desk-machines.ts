// The words of the machines that keep the list together, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The part of the settings that shows processes and jobs, where several share the work. */
export const machines: DeskWords['machines'] = {
  title: '机器',
  atWork: '正在运行',
  roles: { worker: '工作进程', web: '网站', 'worker and web': '工作进程和网站', command: '单次命令' },
  on: (role, host) => `${host} 上的${role}`,
  jobs: (waiting, running, retrying) => `${waiting} 件任务在等，${running} 件正在做，${retrying} 件失败过、还会再试。`,
  givenUp: '已放弃的任务',
  failed: (lane, key, tries) => `${lane}${key === '' ? '' : ` ${key}`}，试了 ${tries} 次`,
  retry: '在服务器上执行 weekly jobs --retry all 就会重试。',
}
