import { type Terms, termsOf } from './cell.ts';

const BOTH = ['000', '003'] as const;

const WORK: readonly Terms[] = [
  ...termsOf('WRK-1', BOTH, '解决问题', [
    [
      'facts.ownership.one-engineer',
      'One named engineer & both sides agree',
      '一名指定的工程师 & 双方一致同意',
      '一名指定的工程師 & 雙方一致同意',
      '双方が完了を承認 & 決まったエンジニア',
    ],
  ]),
  ...termsOf('WRK-2', BOTH, '解决问题', [
    [
      'facts.ownership.reassignment',
      'Time zones & expertise & The customer is told',
      '时区 & 专业知识 & 通知客户',
      '時區 & 專業知識 & 通知客戶',
      '時差 & 専門知識 & お知らせする',
    ],
  ]),
  ...termsOf('WRK-3', ['000', '001', '003'], '通过电话提交请求', [
    [
      'facts.ownership.contact-method',
      'e-mail or telephone & prefers & offering and product',
      '首选 & 所购服务和产品 & 电子邮件或电话',
      '偏好 & 所購服務與產品 & 電子郵件或電話',
      'お客様の希望 & サポートや製品 & 電話または E メール',
    ],
  ]),
  ...termsOf('WRK-3', BOTH, '解决问题', [
    [
      'facts.ownership.customer-part',
      'people and resources & service hours',
      '服务时间 & 人员和资源',
      '服務時間 & 人員與資源',
      'サービス時間 & 担当者とリソース',
    ],
  ]),
  ...termsOf('WRK-4', BOTH, '解决问题', [
    ['facts.steps.more-information', 'more information', '更多信息', '更多資訊', '詳細な情報'],
    [
      'facts.steps.install-software',
      'software or a patch',
      '软件或补丁程序',
      '軟體或修補程式',
      'ソフトウェアやパッチ',
    ],
    [
      'facts.steps.debug-data',
      'debug data & tests',
      '调试数据 & 测试',
      '偵錯資料 & 測試',
      'デバッグ データ & テスト',
    ],
    [
      'facts.steps.reproduce',
      'reproduce & test machines',
      '测试机 & 重现',
      '測試機 & 重現',
      'テスト機 & 再現',
    ],
    [
      'facts.steps.code-or-data',
      'code, data or software',
      '代码、数据或软件',
      '程式碼、資料或軟體',
      'コード、データ、ソフトウェア',
    ],
    [
      'facts.steps.verify-defect',
      'engineering & defect',
      '工程人员 & 软件错误',
      '工程人員 & 軟體錯誤',
      '開発部門 & バグ',
    ],
    ['facts.steps.workaround', 'workaround', '变通方案', '因應措施', '回避策'],
    [
      'facts.steps.other-administrators',
      'network, database or other administrators',
      '网络、数据库或其他管理员',
      '網路、資料庫或其他管理員',
      'ネットワーク、データベースなどの管理者',
    ],
    [
      'facts.steps.third-party-vendor',
      'third-party software or hardware & together with the customer',
      '与客户一同 & 第三方软件或硬件供应商',
      '與客戶一同 & 第三方軟體或硬體廠商',
      'お客様とともに & サードパーティ ベンダー',
    ],
  ]),
  ...termsOf('WRK-7', '000', '增强的在线提交支持请求功能', [
    [
      'facts.managementHelp',
      'manager & again & what comes next',
      '经理 & 重新检查 & 下一步',
      '經理 & 重新檢視 & 下一步',
      'マネージャ & 見直し & 次の対応',
    ],
  ]),
  ...termsOf('WRK-8', BOTH, '第三方硬件/软件支持', [
    [
      'facts.thirdParty.isolate',
      'third-party hardware or software',
      '第三方硬件或软件',
      '第三方硬體或軟體',
      'サードパーティ製のハードウェアやソフトウェア',
    ],
    [
      'facts.thirdParty.removal',
      'removed & only where there is reason',
      '仅在有理由怀疑时 & 移除',
      '僅在有理由懷疑時 & 移除',
      '根拠がある場合に限り & 取り除いて',
    ],
    [
      'facts.thirdParty.vendor',
      'TSANet & cooperative support agreement',
      'TSANet & 合作支持协议',
      'TSANet & 合作支援協議',
      'TSANet & 共同サポート契約',
    ],
    ['facts.thirdParty.no-agreement', 'customer is advised', '建议客户', '建議客戶', 'お勧めする'],
    [
      'facts.thirdParty.microsoft',
      'validated & escalated to Microsoft & physical machine',
      '经过验证 & 升级到 Microsoft & 物理机',
      '經過驗證 & 升級至 Microsoft & 實體機器',
      '検証済み & エスカレーション & 物理マシン',
    ],
  ]),
];

const ESCALATION: readonly Terms[] = [
  ...termsOf('ESC-3', '001', '提高支持级别需要执行哪些步骤？', [
    [
      'facts.escalation.questions.problemStatementRight',
      'problem stated correctly',
      '问题陈述是否正确',
      '問題陳述是否正確',
      '問題の記述は正しい',
    ],
    [
      'facts.escalation.questions.businessImpactAccurate',
      'business impact & accurately',
      '业务影响 & 准确',
      '業務影響 & 準確',
      '業務への影響 & 正確',
    ],
    [
      'facts.escalation.questions.workaroundsUnfit',
      'workaround & infeasible or unfit',
      '变通方案 & 不可行或不合适',
      '因應措施 & 不可行或不適用',
      '回避策 & 実施できない & 適していません',
    ],
    [
      'facts.escalation.questions.milestonesRecorded',
      'key milestone dates',
      '关键的里程碑日期',
      '關鍵的里程碑日期',
      '重要なマイルストーンの期日',
    ],
  ]),
  ...termsOf('ESC-4', '001', '请求提高支持级别后将会怎样？', [
    [
      'facts.escalation.steps.assess',
      'regional escalation manager & resources & procedure',
      '区域升级经理 & 资源 & 流程',
      '區域升級經理 & 資源 & 流程',
      '地域のエスカレーション マネージャ & リソース & 手順',
    ],
    [
      'facts.escalation.steps.engineer',
      'senior escalation engineer & main contact & coordinates',
      '资深升级工程师 & 主要联系人 & 协调',
      '資深升級工程師 & 主要聯絡人 & 協調',
      'シニア エスカレーション エンジニア & 窓口 & 調整',
    ],
    ['facts.escalation.steps.conference', 'conference', '电话会议', '電話會議', '電話会議'],
    [
      'facts.escalation.steps.plan',
      'plan of action & troubleshooting',
      '行动计划 & 故障排除',
      '行動計畫 & 疑難排解',
      'アクション プラン & トラブルシューティング',
    ],
  ]),
  ...termsOf('ESC-5', '001', '信息的更新频率', [
    ['facts.escalation.communication.agreed.channel', 'How updates', '沟通方式', '溝通方式', '手段'],
    ['facts.escalation.communication.agreed.frequency', 'How often', '频率', '頻率', '頻度'],
    ['facts.escalation.communication.agreed.participants', 'takes part', '参与者', '參與者', '参加者'],
  ]),
  ...termsOf('ESC-5', '001', '信息的更新频率', [
    [
      'facts.escalation.communication.agreed.participants',
      'Regional and global & where needed',
      '区域和全球 & 需要时',
      '區域與全球 & 需要時',
      '必要に応じて & 地域や全世界',
    ],
  ]),
  ...termsOf('ESC-6', '001', '请求提高支持级别后将会怎样？', [
    [
      'facts.escalation.overview',
      'all escalations & latest status & every day',
      '每天 & 所有升级 & 最新状态',
      '每天 & 所有升級 & 最新狀態',
      'すべてのエスカレーション & 最新の状況 & 毎日',
    ],
  ]),
  ...termsOf('ESC-7', '001', '如果认为提高支持级别的进度太慢，我该怎么办？', [
    [
      'facts.escalation.secondLevel.tell',
      'escalation engineer, the duty manager or the regional escalation manager & too slow & changed',
      '值班经理、升级工程师或区域升级经理 & 太慢 & 变化',
      '升級工程師、值班經理或區域升級經理 & 太慢 & 改變',
      'エスカレーション エンジニア、当番のマネージャ、地域のエスカレーション マネージャ & 遅い & 変わった',
    ],
    [
      'facts.escalation.secondLevel.management',
      'at once & regional or global & conference',
      '立即 & 区域或全球 & 电话会议',
      '立即 & 區域或全球 & 電話會議',
      '直ちに & 地域または全世界 & 電話会議',
    ],
    [
      'facts.escalation.secondLevel.resources',
      'More resources & where needed',
      '必要时 & 其他资源',
      '必要時 & 其他資源',
      '必要に応じて & リソース',
    ],
  ]),
  ...termsOf('ESC-8', '001', '如何降低支持请求级别？', [
    [
      'facts.escalation.deEscalation.plan',
      'plan of action is acceptable',
      '行动计划可以接受',
      '行動計畫可以接受',
      'アクション プランが受け入れられている',
    ],
    [
      'facts.escalation.deEscalation.analysis',
      'Troubleshooting or the root-cause analysis',
      '故障排除或根本原因分析',
      '疑難排解或根本原因分析',
      'トラブルシューティングまたは根本原因の分析',
    ],
    [
      'facts.escalation.deEscalation.consent',
      'agreement is recorded',
      '记录客户的同意',
      '記錄客戶的同意',
      '同意が記録',
    ],
  ]),
  ...termsOf('ESC-9', '001', 'VMware 可以在需要时接洽其他供应商吗？', [
    [
      'facts.escalation.otherVendors',
      "TSANet & customer's own support contracts",
      'TSANet & 客户自己的支持合同',
      'TSANet & 客戶自己的支援合約',
      'TSANet & お客様ご自身のサポート契約',
    ],
  ]),
];

const CLOSING: readonly Terms[] = [
  ...termsOf('CLO-1', BOTH, '关闭支持请求', [
    ['facts.closing.confirmed', 'customer confirms', '客户确认', '客戶確認', 'お客様が確認'],
    [
      'facts.closing.no-answer',
      'Three attempts & ten days',
      '十天内 & 三次',
      '十天內 & 三次',
      '10 日間 & 3 回',
    ],
    [
      'facts.closing.not-solved',
      'cannot or will not & customer agrees',
      '无法解决 & 不予解决 & 客户同意',
      '無法解決 & 不予解決 & 客戶同意',
      '解決できない & 解決しない & 承認',
    ],
  ]),
  ...termsOf('CLO-3', '000', '增强的在线提交支持请求功能', [
    [
      'facts.closing.reason',
      'list & short description',
      '列表 & 简短描述',
      '清單 & 簡短描述',
      '一覧 & 簡単な説明',
    ],
  ]),
  ...termsOf('CLO-4', '000', '增强的在线提交支持请求功能', [
    [
      'facts.closing.reopening',
      'by mistake & not really solved & reopened',
      '意外关闭 & 未完全解决 & 重新打开',
      '意外結案 & 未完全解決 & 重新開啟',
      '誤って完了 & 解決していない & 再開',
    ],
  ]),
];

/** Texts among the facts of G on work, escalation and closing. */
export const GSS_WORK_TEXTS: readonly Terms[] = [...WORK, ...ESCALATION, ...CLOSING];
