//! The words of the terminal summary and the progress bars, in English and Chinese.

use crate::scenario::model::{ServiceLevelDefinition, Title};

/// A reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

macro_rules! phrases {
    ($($key:ident: $en:literal, $zh:literal;)+) => {
        /// Something to say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Phrase { $($key),+ }

        impl Phrase {
            #[cfg(test)]
            pub(super) const ALL: &'static [Phrase] = &[$(Phrase::$key),+];

            fn texts(self) -> (&'static str, &'static str) {
                match self { $(Phrase::$key => ($en, $zh)),+ }
            }
        }
    };
}

phrases! {
    To: "to", "至";
    Days: "days", "天";
    ContactsExpected: "contacts expected", "次联系（预计）";
    Replications: "replications", "次仿真";
    ByFormula: "by Erlang formulas, without intervals", "按 Erlang 公式计算，无置信区间";
    Intervals: "± at 95 %", "± 为 95 % 置信区间半宽";
    Plan: "Plan: ", "排班：";
    PlanFixed: "fixed by the planner", "由规划者给定";
    PlanServiceLevel: "least cost for the service levels", "满足服务水平的最低成本";
    PlanProfit: "most expected profit", "期望利润最高";
    Staffing: "Staffing and service by contract", "各合同的排班与服务";
    StaffingNote: "Each contract has the plan that earns most for it. % = service level at the channel's own threshold and by its own definition; service.csv has all five definitions.", "每份合同采用对其利润最高的排班。% = 按该渠道自身时限与定义的服务水平；五种定义见 service.csv。";
    PeakAgentsColumn: "peak agents", "峰值在岗";
    FteColumn: "FTE", "全职当量";
    ProfitByStaffing: "Profit against staffing", "利润与排班";
    FrontierCells: "mean profit | its 5th percentile; the upper rows are the search's candidates on its own replications", "平均利润 | 其 5% 分位；上方各行为搜索所试方案，用其自身的仿真";
    ChosenPlan: "chosen plan", "选定排班";
    ChosenAt: "hours, level", "工时与服务水平";
    PeakAgents: "agents at the peak", "人（峰值在岗）";
    AgentHours: "agent hours", "在岗工时";
    PaidHours: "paid hours", "付薪工时";
    Fte: "full-time equivalents", "全职当量";
    Staff: "Staff", "人员";
    AgentGroup: "agent group", "班组";
    PeakRequired: "required at the peak", "峰值需求";
    PeakOnDuty: "on duty at the peak", "峰值在岗";
    People: "people", "人数";
    Hired: "hired", "招聘";
    OvertimeHours: "overtime, h", "加班（时）";
    RestDayHours: "rest days worked, h", "休息日加班（时）";
    CostOfStaff: "Cost of staff", "人员成本";
    Wages: "wages", "基本工资";
    OvertimePay: "overtime premiums", "加班加成";
    HolidayAndNightPay: "holiday and night pay", "节假日与夜班补贴";
    SocialCharges: "social charges", "社保";
    HiringAndTraining: "hiring and training", "招聘培训";
    Supervisors: "team leaders", "班组长";
    Seats: "seats", "席位";
    Service: "Service", "服务";
    Offered: "contacts offered", "进线量";
    Containment: "contained by the bot, %", "机器人解决率 %";
    Target: "target", "目标";
    NoTarget: "none", "无";
    ServiceLevel: "service level, %", "服务水平 %";
    Abandonment: "abandonment, %", "放弃率 %";
    SpeedOfAnswer: "average speed of answer", "平均应答时间";
    WaitP90: "90 % of answered wait at most", "九成接通者等待不超过";
    Occupancy: "occupancy of the groups, %", "班组占用率 %";
    OwnDefinition: "* the definition that the channel's target uses", "* 该渠道目标所用的定义";
    Contracts: "Contracts", "合同";
    Contract: "contract", "合同";
    Revenue: "revenue", "收入";
    Cost: "cost", "成本";
    Profit: "profit", "利润";
    ProfitP05: "profit P5", "利润 P5";
    ChanceOfLoss: "loss, %", "亏损 %";
    Margin: "margin, %", "利润率 %";
    PerParcel: "per parcel", "每件成本";
    PerContact: "per contact", "每次成本";
    Saving: "saving, %", "节省 %";
    MoneyIn: "Money in", "金额单位";
    ClientPays: "what the client pays for one", "客户所付";
    SavingAgainst: "saving = the client's, against in house", "节省 = 客户相对自营";
    LossMeaning: "loss = chance of a loss", "亏损 = 亏损概率";
    Thousand: "thousand", "千";
    Million: "million", "百万";
    TenThousand: "ten thousand", "万";
    HundredMillion: "hundred million", "亿";
    Seconds: "s", "秒";
    Minutes: "min", "分";
    Hours: "h", "小时";
    Planning: "planning", "排班";
    Simulating: "simulating", "仿真";
    ContactsPerSecond: "contacts/s", "次/秒";
    TimeLeft: "left", "剩余";
}

impl Language {
    pub(super) fn text(self, phrase: Phrase) -> &'static str {
        let (en, zh) = phrase.texts();
        match self {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    /// A definition's name for a reader.
    pub(super) fn definition(self, definition: ServiceLevelDefinition) -> &'static str {
        match (self, definition) {
            (Language::En, ServiceLevelDefinition::Answered) => "of answered",
            (Language::En, ServiceLevelDefinition::Offered) => "of offered",
            (Language::En, ServiceLevelDefinition::ExcludingShortAbandons) => "excluding short abandons",
            (Language::En, ServiceLevelDefinition::CountingShortAbandons) => "counting short abandons",
            (Language::En, ServiceLevelDefinition::DroppingShortCalls) => "dropping short calls",
            (Language::Zh, ServiceLevelDefinition::Answered) => "占接通",
            (Language::Zh, ServiceLevelDefinition::Offered) => "占进线",
            (Language::Zh, ServiceLevelDefinition::ExcludingShortAbandons) => "扣除时限内放弃",
            (Language::Zh, ServiceLevelDefinition::CountingShortAbandons) => "时限内放弃计为达标",
            (Language::Zh, ServiceLevelDefinition::DroppingShortCalls) => "扣除极短放弃",
        }
    }

    /// A title in this language, else in the other, else the name.
    pub(super) fn title<'a>(self, title: &'a Title, name: &'a str) -> &'a str {
        let (wanted, other) = match self {
            Language::En => (&title.en, &title.zh),
            Language::Zh => (&title.zh, &title.en),
        };
        wanted.as_deref().or(other.as_deref()).unwrap_or(name)
    }

    /// A thing's label in a table: its title in this language, else its name.
    pub(super) fn label<'a>(self, title: &'a Title, name: &'a str) -> &'a str {
        match self {
            Language::En => title.en.as_deref(),
            Language::Zh => title.zh.as_deref(),
        }
        .unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_there_in_both_languages() {
        for phrase in Phrase::ALL {
            assert!(
                !Language::En.text(*phrase).is_empty() && Language::En.text(*phrase).is_ascii()
                    || *phrase == Phrase::Intervals
            );
            assert!(!Language::Zh.text(*phrase).is_empty());
        }
    }

    #[test]
    fn a_missing_title_falls_back() {
        let title = Title { en: None, zh: Some("查件".into()) };
        assert_eq!(
            (Language::En.title(&title, "tracking"), Language::En.label(&title, "tracking")),
            ("查件", "tracking")
        );
        assert_eq!(Language::Zh.title(&Title::default(), "tracking"), "tracking");
    }
}
