import { type Terms, termsOf } from './cell.ts';

/** What the offerings are called. The guides have names in Simplified Chinese, Japanese and Traditional Chinese. */
const NAMES: readonly Terms[] = [
  ...termsOf('OFF-1', ['000', '003'], '附录 A：支持服务组合', [
    ['offerings.basic.title', 'Basic', '基本支持', '基礎支援', 'ベーシック'],
    ['offerings.production.title', 'Production', '生产支持', '生產作業支援', 'プロダクション'],
    [
      'offerings.business-critical.title',
      'Business Critical',
      '关键业务支持',
      '關鍵業務支援',
      'ビジネス クリティカル',
    ],
    [
      'offerings.mission-critical.title',
      'Mission Critical',
      '关键任务支持',
      '關鍵任務支援',
      'ミッション クリティカル',
    ],
    ['offerings.us-federal.title', 'US Federal', '美国联邦技术支持', '美國聯邦技術支援', '米国連邦政府'],
    [
      'offerings.vfabric-developer.title',
      'vFabric Developer',
      'vFabric 开发人员支持',
      'vFabric 開發人員支援',
      'vFabric 開発者サポート',
    ],
    [
      'offerings.springsource-developer.title',
      'SpringSource Developer',
      '针对 SpringSource 的开发人员支持',
      'SpringSource 開發人員支援',
      'SpringSource 開発者サポート',
    ],
    ['offerings.sdk-standard.title', 'SDK Standard', 'SDK & 标准', 'SDK & 標準支援', 'SDK & スタンダード'],
    ['offerings.sdk-premium.title', 'SDK Premium', 'SDK & 高级', 'SDK & 頂級支援', 'SDK & プレミアム'],
    ['offerings.incident-pack-1.title', 'Incident', '事件支持', '事件支援', 'インシデント & 1'],
    ['offerings.incident-pack-3.title', '3-Incident', '3 次事件', '3 次事件', 'インシデント & 3'],
    ['offerings.incident-pack-5.title', '5-Incident', '5 次事件', '5 次事件', 'インシデント & 5'],
    [
      'offerings.fusion-subscription.title',
      'Fusion Subscription',
      'Fusion 订阅服务',
      'Fusion 訂閱服務',
      'Fusion サブスクリプション サービス',
    ],
    [
      'offerings.fusion-desktop-standard.title',
      'Fusion Desktop Standard',
      'Fusion 桌面标准支持',
      'Fusion 桌面標準支援',
      'Fusion デスクトップ標準サポート',
    ],
    ['offerings.complimentary.title', 'Complimentary', '免费支持', '免費支援', '無償サポート'],
    ['offerings.evaluation.title', 'Evaluation', '评估版支持', '評估版支援', '評価版'],
    ['offerings.beta.title', 'Beta', '测试版支持', '測試版支援', 'ベータ版'],
    ['addOns.after-hours.title', 'After Hours', '非工作时间支持', '非上班時間支援', '時間外サポート'],
  ]),
];

/** What each is for, and what it is bound to. */
const NOTES: readonly Terms[] = [
  ...termsOf('OFF-1', ['000', '002', '003'], '附录 A：支持服务组合', [
    [
      'offerings.basic.note',
      'test, development and evaluation & not critical & business hours',
      '测试、开发或评估 & 非关键 & 正常工作时间',
      '測試、開發或評估 & 非關鍵 & 正常服務時間',
      'テスト、開発、評価 & 重要度の高くない & 通常の営業時間',
    ],
    [
      'offerings.production.note',
      'production and critical test & keep running & world',
      '生产环境或关键测试环境 & 持续运行 & 全球',
      '正式環境或關鍵測試環境 & 持續運作 & 全球',
      '本番環境や重要なテスト環境 & 止められない & 世界',
    ],
    [
      'offerings.business-critical.note',
      'on top of Production & dedicated team & ahead of trouble & technical account manager',
      '在生产支持之上 & 专门团队 & 主动 & 技术客户经理',
      '在生產作業支援之上 & 專屬團隊 & 主動 & 技術客戶經理',
      'プロダクションに加えて & 専門チーム & 先回り & テクニカル アカウント マネージャ',
    ],
    [
      'offerings.mission-critical.note',
      'on top of Production & Senior engineers & account manager & every quarter & visits & upgrades and migrations',
      '在生产支持之上 & 高级工程师 & 客户经理 & 每季度 & 现场 & 升级与迁移',
      '在生產作業支援之上 & 資深工程師 & 客務經理 & 每季 & 現場 & 升級與移轉',
      'プロダクションに加え & シニア エンジニア & アカウント マネージャ & 四半期 & 訪問 & アップグレードや移行',
    ],
    [
      'offerings.us-federal.note',
      'US citizen & in the United States & government reseller & GSA & telephone number',
      '美国公民 & 美国境内 & 政府经销商 & GSA & 专用电话号码',
      '美國公民 & 美國境內 & 政府經銷商 & GSA & 專用電話號碼',
      '米国市民 & 米国内 & 政府リセラー & GSA & 専用の電話番号',
    ],
    [
      'offerings.vfabric-developer.note',
      'plug-in development kit & interfaces & configuration & tuning & code',
      '插件开发工具包 & 编程接口 & 配置 & 调优 & 代码片段',
      '外掛程式開發套件 & 程式介面 & 組態設定 & 調校 & 程式碼片段',
      'プラグイン開発キット & インターフェイス & 構成 & 性能 & コード',
    ],
    [
      'offerings.springsource-developer.note',
      'stage & developed & using & configuration',
      '开发阶段 & 使用 & 配置',
      '開發階段 & 使用 & 組態設定',
      '開発段階 & 利用 & 構成',
    ],
    [
      'offerings.sdk-standard.note',
      'third parties & vSphere & sample code & good practice & troubleshooting',
      '第三方 & vSphere & 样本代码 & 最佳实践 & 故障排除',
      '協力廠商 & vSphere & 範例程式碼 & 最佳做法 & 疑難排解',
      'サードパーティ & vSphere & サンプル コード & ベスト プラクティス & トラブルシューティング',
    ],
    [
      'offerings.sdk-premium.note',
      'third parties & half the time',
      '第三方 & 缩短一半',
      '協力廠商 & 縮短一半',
      'サードパーティ & 半分の時間',
    ],
    ['offerings.incident-pack-1.note', 'One incident', '1 次事件', '1 次事件', '1 件のインシデント'],
    ['offerings.incident-pack-3.note', 'Three incidents', '3 次事件', '3 次事件', '3 件のインシデント'],
    ['offerings.incident-pack-5.note', 'Five incidents', '5 次事件', '5 次事件', '5 件のインシデント'],
    [
      'offerings.fusion-subscription.note',
      'Major and minor & contract',
      '主要和次要版本 & 合同期间',
      '主要與次要版本 & 合約期間',
      'メジャー & マイナー & 契約期間',
    ],
    [
      'offerings.fusion-desktop-standard.note',
      '10 or more Fusion licences & office hours',
      '至少持有 10 个 Fusion 许可证 & 办公时间',
      '10 個以上 Fusion 授權 & 辦公時間',
      '10 ライセンス以上 & 営業時間',
    ],
    [
      'offerings.complimentary.note',
      'Workstation and Fusion & Only the customer who registered',
      'Workstation 和 Fusion & 只有注册',
      'Workstation 與 Fusion & 只有註冊',
      'Workstation と Fusion & 登録したお客様だけ',
    ],
    [
      'offerings.evaluation.note',
      'Self-help on the web & nothing else',
      '只有网上的自助服务',
      '僅提供網頁自助服務',
      'Web でのセルフ ヘルプのみ',
    ],
    [
      'offerings.beta.note',
      'feedback & Self-help & none by telephone & none from production',
      '反馈 & 自助 & 不受理电话 & 不用于生产环境',
      '意見回饋 & 自助 & 不受理電話 & 不供正式環境',
      'フィードバック & セルフ ヘルプ & 電話では受け付けず & 本番環境での利用も想定していません',
    ],
  ]),
  ...termsOf('OFF-11', ['000', '003'], '非工作时间支持', [
    [
      'addOns.after-hours.note',
      'do not cover severity 1 around the clock & Outside their hours & production system back',
      '不含严重级别 1 全天候支持 & 合同时间以外 & 恢复',
      '不含嚴重等級 1 全天候支援 & 合約時間以外 & 恢復',
      '重要度 1 の 24 時間対応を含まない & 契約時間外 & 復旧',
    ],
  ]),
];

/** Names and notes of the offerings of G. */
export const GSS_OFFERING_TEXTS: readonly Terms[] = [...NAMES, ...NOTES];
