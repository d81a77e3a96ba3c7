using System.Globalization;
using System.Text;
using Bogus;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Home;

/// <summary>The words in the instrument's text files.</summary>
internal static class HomeTexts
{
    internal const string LiquidClasses =
        """
        ; LiquidClass;AspirateSpeed;DispenseSpeed;LeadingAir;Detection
        Water_free;150;600;5;on
        Water_free_multi;150;400;10;on
        Serum_LLD;70;300;10;on
        Ethanol;100;500;15;off

        """;

    internal static string Readme(HomeFolder home) =>
        $"""
        {home.Site}
        Liquid handling workstation {home.Serial}

        Worklists   worklists (.gwl) of the day; the control program lists what lies here
        Worklists/Done   worklists of earlier runs
        Logs        one log for each worklist
        Methods     methods and liquid classes; don't change them without asking {home.Operator}

        When a run stops with "{RunError.Title}": look at the tube, fill it up or replace it, then choose Retry.

        """;

    internal static string Method(string name, Faker faker) =>
        $"""
        [Method]
        Name={name.Replace('_', ' ')}
        Author={faker.Name.FullName()}
        Version={faker.Random.Int(1, 4)}.{faker.Random.Int(0, 9)}
        Approved={faker.Date.Past(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}
        Remark={faker.PickRandom("Validated for 24 samples", "Service use only", "Change tips between samples", "Warm reagents up first")}
        [Deck]
        Carriers=Waste,DiTi,Tubes,Reagents,MTP1,MTP2
        [Options]
        DetectLiquid=yes
        OnLiquidNotDetected=ask

        """;

    internal static string OlderLog(string name, Worklist worklist, DateTimeOffset started)
    {
        var text = new StringBuilder();
        var at = started;
        void Line(string what) => text.Append(new RunLogLine(at, RunLogLevel.Info, what)).Append('\n');
        Line($"Worklist {name} loaded, {worklist.Records.Length} steps.");
        Line($"Run started: {name}.");
        for (var index = 0; index < worklist.Records.Length; index++)
        {
            at = at.AddMilliseconds(1000);
            if (worklist.Records[index] is AspirateRecord { Fields: var fields })
                Line(string.Create(CultureInfo.InvariantCulture, $"Aspirate {fields.Volume} µl from {fields.RackLabel} position {fields.Position}"));
        }

        Line($"Run finished: {name}, {worklist.Records.Length} steps.");
        return text.ToString();
    }
}
