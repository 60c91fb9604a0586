import { type Terms, termsOf } from './cell.ts';

/**
 * The severities by the examples of the guide's table. In the text these were taken from, the lists that stood before
 * the examples are missing.
 */
const SEVERITIES: readonly Terms[] = termsOf('OFF-5', '004', '严重性级别 / 描述', [
  [
    'severities.1.definition',
    'abnormal terminations & all monitoring, backups and schedules',
    '异常终止过多 & 所有监控、备份和计划',
    '異常終止過多 & 所有監控、備份與排程',
    '異常終了が多発 & すべての監視、バックアップ、スケジュール',
  ],
  [
    'severities.1.definition',
    'down or offline & cannot be recovered',
    '停机、离线且无法恢复',
    '停機/離線 & 無法復原',
    '停止またはオフライン & 復旧できない',
  ],
  [
    'severities.1.definition',
    'failure of an application or system that the product caused',
    '产品导致应用程序或系统发生故障',
    '產品造成應用程式或系統故障',
    '製品がアプリケーションやシステムの障害を引き起こした',
  ],
  [
    'severities.2.definition',
    'Production applications or systems respond slowly & can be used',
    '生产环境的应用程序或系统变得缓慢 & 仍可用',
    '正式環境應用程式 & 緩慢 & 系統可用',
    '本番のアプリケーションやシステム & 遅い & 使える',
  ],
  [
    'severities.2.definition',
    'Some of the monitoring or backups',
    '部分监控或部分备份',
    '部分監控或備份',
    '一部の監視またはバックアップ',
  ],
  [
    'severities.3.definition',
    'outside production respond slowly & can be used',
    '非生产环境的应用程序或系统变得缓慢 & 仍可用',
    '非正式環境應用程式 & 緩慢 & 系統可用',
    '非本番のアプリケーションやシステム & 遅い & 使える',
  ],
  [
    'severities.3.definition',
    'Some of the monitoring or backups',
    '部分监控或部分备份',
    '部分監控或備份',
    '一部の監視またはバックアップ',
  ],
  ['severities.4.definition', 'question about use', '如何使用的疑问', '使用方面的問題', '使い方の質問'],
  [
    'severities.4.definition',
    'message or a page of the documentation & worded or misspelt',
    '消息或文档 & 措辞不当 & 拼写有误',
    '訊息文字或文件頁面 & 用詞不當 & 拼字錯誤',
    'メッセージやドキュメント & 不適切な表現 & 誤字',
  ],
  ['severities.4.definition', 'general feedback', '一般反馈', '一般意見回饋', '一般的なフィードバック'],
]);

const OFFERINGS: readonly Terms[] = [
  ...termsOf('OFF-3', '004', '支持计划 / 营业时间', [
    ['offerings.premier.title', 'Premier', '高级', '進階', 'プレミア'],
    [
      'offerings.premier.note',
      'Around the clock & account manager & local business hours',
      '全天候 & 支持客户经理 & 本地营业时间',
      '全天候 & 支援客戶經理 & 當地營業時間',
      '24 時間 & アカウント マネージャ & 現地営業時間',
    ],
    ['offerings.production.title', 'Production', '生产', '生產', 'プロダクション'],
    ['offerings.basic.title', 'Basic', '基础', '基礎', 'ベーシック'],
    [
      'offerings.basic.note',
      'Monday to Friday & 08:00 to 20:00',
      '周一至周五 & 08:00 至 20:00',
      '週一至週五 & 08:00 至 20:00',
      '月曜日から金曜日 & 08:00 から 20:00',
    ],
    ['offerings.evaluation.title', 'Evaluation', '评估', '評估', '評価版'],
    [
      'offerings.evaluation.note',
      'Monday to Friday & 08:00 to 17:00 & without product updates and upgrades & Severity 1 does not apply',
      '周一至周五 & 08:00 至 17:00 & 不含产品更新和升级 & 严重级别 1 不适用',
      '週一至週五 & 08:00 至 17:00 & 不含產品更新與升級 & 嚴重等級 1 不適用',
      '月曜日から金曜日 & 08:00 から 17:00 & アップグレードは含みません & 重要度 1 は対象外',
    ],
    ['offerings.free.title', 'Free & NFR', '免费 & NFR', '免費 & NFR', '無償 & NFR'],
    [
      'offerings.free.note',
      "community, free and not-for-resale & staff's time & No telephone, no target & Severity 1 does not apply",
      '社区版、免费版和 NFR & 尽力 & 无电话支持，无响应目标 & 严重级别 1 不适用',
      '社群版、免費版與 NFR & 盡力 & 無電話支援，無回應目標 & 嚴重等級 1 不適用',
      'コミュニティ版、無償版、NFR & 余力の範囲 & 電話での対応、応答目標 & 重要度 1 は対象外',
    ],
  ]),
  ...termsOf('OFF-3', '004', 'VCSP 生产支持计划', [
    [
      'offerings.production.note',
      'Around the clock & VCSP',
      '全天候 & VCSP',
      '全天候 & VCSP',
      '24 時間 & VCSP',
    ],
  ]),
];

const FACTS: readonly Terms[] = [
  ...termsOf('ACC-9', '004', '请求管理员', [
    [
      'facts.roles.case-administrator.title',
      'Case administrator',
      '请求管理员',
      '案件管理員',
      'ケース管理者',
    ],
    [
      'facts.roles.case-administrator.duties.cases',
      'Files cases & maintenance information & skill & system access',
      '提交问题工单 & 维护信息 & 技能 & 系统访问权限',
      '提出案件 & 維護資訊 & 技能 & 系統存取權限',
      'ケースを登録 & メンテナンス情報 & スキル & アクセス権',
    ],
    [
      'facts.roles.case-administrator.duties.escalations',
      'problems & to support where needed',
      '必要时上报',
      '必要時回報',
      '必要に応じてサポートに上げる',
    ],
    [
      'facts.roles.licence-administrator.title',
      'Licence administrator',
      '许可管理员',
      '授權管理員',
      'ライセンス管理者',
    ],
    [
      'facts.roles.licence-administrator.duties.cases',
      'Files cases',
      '提交问题工单',
      '提出案件',
      'ケースを登録',
    ],
    [
      'facts.askedFor.technical.support-id',
      'valid support ID & installed in the product at fault',
      '有效的支持 ID & 安装的支持 ID 相匹配',
      '有效的支援 ID & 安裝的支援 ID 相符',
      '有効なサポート ID & インストール',
    ],
  ]),
  ...termsOf('ACC-8', '004', '支持合作伙伴', [
    [
      'facts.roles.support-partner.title',
      'Support partner',
      '支持合作伙伴',
      '支援合作夥伴',
      'サポート パートナー',
    ],
    [
      'facts.roles.support-partner.duties.cases',
      'in the name of customers',
      '代表客户',
      '代表客戶',
      'お客様に代わって',
    ],
  ]),
  ...termsOf('FIL-2', '004', '客户支持指南', [
    [
      'facts.coverage.licensed',
      'licensed & end-user licence agreement',
      '最终用户许可协议 & 许可',
      '終端使用者授權合約 & 授權',
      '使用許諾契約 & ライセンス',
    ],
  ]),
  ...termsOf('OFF-6', '004', '严重性级别', [
    [
      'facts.severity.agreed',
      'Customer and support analyst & agree',
      '客户与支持分析师 & 一致',
      '客戶與支援分析師 & 一致',
      'お客様とサポート担当者 & 合意',
    ],
    [
      'facts.severity.changes',
      'changed when the business',
      '业务 & 更改严重级别',
      '業務 & 變更嚴重等級',
      '業務 & 重要度を変更',
    ],
  ]),
  ...termsOf('OFF-8', '004', '响应目标', [
    [
      'facts.roundTheClock.provided',
      'technical staff of their own & severity 1',
      '自己的技术人员 & 严重级别 1',
      '自己的技術人員 & 嚴重等級 1',
      '重要度 1 & お客様の技術担当者',
    ],
  ]),
  ...termsOf('OFF-9', '004', '产品生命周期', [
    [
      'facts.lifeCycle.current',
      'full support & updates and fixes',
      '全部支持 & 更新和修复',
      '完整支援 & 更新與修正',
      'すべてのサポート & 更新や修正',
    ],
    ['facts.lifeCycle.older', 'older & limited', '旧版 & 限制', '舊版 & 限制', '旧版 & 限られる'],
    [
      'facts.lifeCycle.end-of-life',
      'discontinued & known workarounds and existing fixes & supported release',
      '停产 & 已知变通方案和现有修复 & 受支持版本',
      '停產 & 已知因應措施或現有修正 & 受支援版本',
      '販売を終了 & 既知の回避策または既存の修正 & サポート対象の版',
    ],
    ['facts.fixes.latest-release', 'latest public release', '最新公开版本', '最新公開版本', '最新の公開版'],
    [
      'facts.fixes.live-maintenance',
      'live maintenance contract & public releases',
      '有效的维护合同 & 公开发布的版本',
      '有效的維護合約 & 公開發行的版本',
      '有効な保守契約 & 公開されるリリース',
    ],
  ]),
  ...termsOf('WRK-9', '004', '产品质量', [
    ['facts.fixes.next-release', 'next release', '下一个产品版本', '下一個產品版本', '次のリリース'],
    [
      'facts.fixes.maintenance-release',
      'next maintenance release',
      '下一个维护版本',
      '下一個維護版本',
      '次のメンテナンス リリース',
    ],
    [
      'facts.fixes.hotfix',
      'most urgent & hotfixes',
      '最为紧急 & 热修复',
      '最為緊急 & Hotfix',
      '最も緊急 & ホットフィックス',
    ],
  ]),
  ...termsOf('WRK-9', '004', '产品质量', [
    [
      'facts.fixes.announced',
      'on the web and by e-mail',
      '网络和电子邮件',
      '網路與電子郵件',
      'Web と E メール',
    ],
  ]),
  ...termsOf('FIL-6', '004', '提供信息', [
    [
      'facts.askedFor.technical.problem',
      'how fast it is found and solved',
      '判定和解决速度',
      '判定與解決速度',
      '特定と解決の速さ',
    ],
  ]),
  ...termsOf('FIL-7', '004', '电话支持', [
    [
      'facts.phoneRules.case-first',
      'case must exist & before calling & routes',
      '致电前 & 创建问题工单 & 转接',
      '來電前 & 建立案件 & 轉接',
      '電話の前 & ケースを登録 & つながる',
    ],
    [
      'facts.phoneRules.requests',
      'technical and licensing',
      '技术工单和许可工单',
      '技術與授權案件',
      '技術とライセンス',
    ],
  ]),
  ...termsOf('OFF-4', '004', '一般问询', [
    [
      'facts.withoutPromise.general-enquiry.what',
      'web site & feedback',
      '网站和服务反馈',
      '網站與服務意見',
      'Web サイト & 意見',
    ],
    [
      'facts.withoutPromise.general-enquiry.becomes',
      'No target and no telephone support',
      '不享受响应目标和电话支持',
      '不享有回應目標與電話支援',
      '応答目標も電話での対応もない',
    ],
  ]),
  ...termsOf('FIL-9', '004', '试验性', [
    ['facts.withoutPromise.experimental-feature.what', 'experimental', '试验性', '實驗性', '試験的'],
    [
      'facts.withoutPromise.experimental-feature.becomes',
      'supported with limits & early in quality control & feedback',
      '有限制 & 质量控制的早期阶段 & 反馈',
      '有限制 & 品質控制的早期階段 & 意見回饋',
      '制限つき & 品質管理の初期段階 & フィードバック',
    ],
  ]),
  ...termsOf('FIL-10', '004', '支持范围', [
    [
      'facts.outOfScope.design.what',
      'architecture & planning, design and implementation',
      '架构审查 & 规划、设计与实施',
      '架構審查 & 規劃、設計與實作',
      'アーキテクチャ & 計画、設計、実装',
    ],
    ['facts.outOfScope.design.instead', 'sales representative', '销售代表', '業務代表', '営業担当者'],
    ['facts.outOfScope.training.what', 'training', '培训', '訓練', 'トレーニング'],
    [
      'facts.outOfScope.training.instead',
      'Veeam University',
      'Veeam University',
      'Veeam University',
      'Veeam University',
    ],
    [
      'facts.outOfScope.installation.what',
      'Installing, configuring and upgrading & walking through',
      '安装、配置和升级 & 演示',
      '安裝、設定與升級 & 示範',
      'インストール、構成、アップグレード & 実演',
    ],
  ]),
  ...termsOf('FIL-11', '004', '支持语言', [
    ['facts.languages.regions.united-states.region', 'United States', '美国', '美國', '米国'],
    ['facts.languages.regions.canada.region', 'Canada', '加拿大', '加拿大', 'カナダ'],
    [
      'facts.languages.regions.emea.region',
      'Europe, the Middle East and Africa',
      '欧洲、中东、非洲',
      '歐洲、中東、非洲',
      'ヨーロッパ、中東、アフリカ',
    ],
    ['facts.languages.regions.asia-pacific.region', 'Asia and the Pacific', '亚太', '亞太', 'アジア太平洋'],
    ['facts.languages.regions.latin-america.region', 'Latin America', '拉丁美洲', '拉丁美洲', '中南米'],
  ]),
  ...termsOf('WRK-3', '004', '对话经理', [
    [
      'facts.ownership.informed',
      'progress & at once when the problem is solved',
      '告知进度 & 解决后及时通知',
      '告知進度 & 解決後即時通知',
      '進捗 & 解決したらすぐ',
    ],
  ]),
  ...termsOf('WRK-4', '004', '诊断信息', [
    [
      'facts.steps.diagnostic-data',
      'diagnostic information & short remote session',
      '诊断信息 & 简短的远程会话',
      '診斷資訊 & 簡短的遠端工作階段',
      '診断情報 & 短いリモート セッション',
    ],
    [
      'facts.steps.offline-analysis',
      'offline with internal tools & comes back',
      '内部工具离线分析 & 再联系您',
      '內部工具離線分析 & 再與您聯絡',
      '社内ツールでオフライン & 連絡する',
    ],
  ]),
  ...termsOf('WRK-7', '004', '对话经理', [
    [
      'facts.managementHelp',
      'unhappy & talk to a manager & people are changed',
      '不满意 & 与经理对话 & 更换支持人员',
      '不滿意 & 與主管對話 & 調整支援人員',
      '満足できない & マネージャとの対話 & 担当者を見直す',
    ],
  ]),
  ...termsOf('WRK-8', '004', '第三方软件或硬件', [
    [
      'facts.thirdParty.isolate',
      'third-party software or hardware causes',
      '第三方软件或硬件 & 起因',
      '第三方軟體或硬體引起',
      'サードパーティ製 & 原因',
    ],
    [
      'facts.thirdParty.removal',
      'removed where there is reason',
      '有理由怀疑 & 移除',
      '有理由懷疑 & 移除',
      '疑う理由 & 取り除いて',
    ],
    [
      'facts.thirdParty.vendor',
      'depends on & its own vendor',
      '依赖项 & 供应商',
      '相依項 & 廠商',
      '依存する & それぞれのベンダー',
    ],
  ]),
  ...termsOf('CLO-1', '004', '更新或信息', [
    [
      'facts.closing.no-answer',
      "three different working days & without the customer's consent",
      '三个不同的工作日 & 无需客户同意',
      '三個不同的工作日 & 無須客戶同意',
      '異なる 3 営業日 & お客様の同意なし',
    ],
  ]),
  ...termsOf('CLO-4', '004', '更新或信息', [
    [
      'facts.closing.new-case',
      'new case & names the old one',
      '新的问题工单 & 注明旧工单',
      '新的案件 & 註明舊案件',
      '以前のケースを示して & 新しいケース',
    ],
  ]),
];

/** All texts of the pack that the guide has an equivalent for. */
export const VEEAM_TEXTS: readonly Terms[] = [...SEVERITIES, ...OFFERINGS, ...FACTS];
