using System.Text;
using Bogus;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Home;

/// <summary>
/// The files of an instrument PC: today's worklist, older ones, their logs, methods, a readme. Everything, dates included, follows
/// from the seed and the reference date. Names come from Bogus, volumes and steps from the instrument's own random numbers.
/// </summary>
internal sealed class HomeFolder
{
    internal const string WorklistsName = "Worklists";
    internal const string LogsName = "Logs";
    private const string MethodsName = "Methods";
    private const int OlderRuns = 5;

    private readonly string _root;
    private readonly Faker _faker;

    private HomeFolder(string root, int seed, DateTimeOffset reference)
    {
        _root = root;
        _faker = new Faker("en") { Random = new Randomizer(seed), DateTimeReference = reference.UtcDateTime };
        Number = 2000 + SplitMix64.For(seed, "worklist number").Below(7000);
        Site = $"{_faker.Address.City()} {_faker.PickRandom("Diagnostics", "Clinical Laboratory", "Biobank", "Reference Laboratory")}";
        Operator = _faker.Name.FullName();
        Serial = $"LH8-{SplitMix64.For(seed, "serial").Between(1000, 9999)}";
        Assay = _faker.PickRandom("Measles IgG", "Borrelia IgM", "Rubella IgG", "Anti-TPO", "Ferritin", "Total IgE");
        TodayName = $"WL-{Number}.gwl";
        Today = SampleWorklist.Make(SplitMix64.For(seed, "worklist"), $"WL-{Number} {Assay}, prepared by {Operator}");
    }

    internal string Site { get; }

    internal string Operator { get; }

    internal string Serial { get; }

    internal string Assay { get; }

    internal string TodayName { get; }

    internal Worklist Today { get; }

    internal string Worklists => Path.Combine(_root, WorklistsName);

    internal string LogFile => Path.Combine(_root, LogsName, $"WL-{Number}.log");

    private int Number { get; }

    /// <summary>Writes what is missing in the folder; throws <see cref="IOException"/> when it can't be written.</summary>
    internal static HomeFolder Create(string root, int seed, DateTimeOffset reference)
    {
        var home = new HomeFolder(Path.GetFullPath(root), seed, reference);
        home.Write("README.txt", reference.AddDays(-90), HomeTexts.Readme(home));
        home.Write($"{WorklistsName}/{home.TodayName}", reference.AddMinutes(-40), WorklistWriter.Write(home.Today));
        Directory.CreateDirectory(Path.Combine(root, LogsName));
        foreach (var name in new[] { "Sample_preparation", "Plate_replication", "Daily_maintenance" })
            home.Write($"{MethodsName}/{name}.mth", reference.AddDays(-home._faker.Random.Int(30, 300)), HomeTexts.Method(name, home._faker));
        home.Write($"{MethodsName}/LiquidClasses.ini", reference.AddDays(-200), HomeTexts.LiquidClasses);
        for (var age = 1; age <= OlderRuns; age++)
            home.WriteOlderRun(seed, age, reference.AddDays(-age).AddMinutes(home._faker.Random.Int(5, 300)));
        return home;
    }

    private void WriteOlderRun(int seed, int age, DateTimeOffset started)
    {
        var number = Number - age;
        var worklist = SampleWorklist.Make(SplitMix64.For(seed, $"older worklist {age}"), $"WL-{number} {Assay}, prepared by {_faker.Name.FullName()}");
        Write($"{WorklistsName}/Done/WL-{number}.gwl", started.AddMinutes(-15), WorklistWriter.Write(worklist));
        Write($"{LogsName}/WL-{number}.log", started.AddMinutes(12), HomeTexts.OlderLog($"WL-{number}.gwl", worklist, started));
    }

    private void Write(string name, DateTimeOffset at, string text) => Write(name, at, Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n")));

    private void Write(string name, DateTimeOffset at, byte[] content)
    {
        var path = Path.Combine(_root, name);
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, at.UtcDateTime);
    }
}
