using System.Xml.Linq;
using Orchestrator.TestSupport;

namespace Orchestrator.Testbed.Scenarios.Tests.Running;

/// <summary>Every shipped scenario, in both worlds, and against the opposite of what it expects.</summary>
public sealed class ShippedScenariosTests(ShippedScenariosTests.BothWorlds both) : IClassFixture<ShippedScenariosTests.BothWorlds>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

    [SkippableFact]
    [Trait("Requirement", "R-NET-7")]
    [Trait("Requirement", "R-NET-13")]
    public async Task All_hold_in_the_simulated_world()
    {
        var (report, said) = await both.PlayedAsync();

        var cases = report.Descendants("testcase").Where(one => one.Attribute("name")!.Value.EndsWith("(simulated)", StringComparison.Ordinal)).ToList();
        Assert.True(cases.Count >= 60, said);
        Assert.Empty(Failed(cases));
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-1")]
    [Trait("Requirement", "R-NET-3")]
    [Trait("Requirement", "R-NET-4")]
    [Trait("Requirement", "R-NET-5")]
    public async Task All_hold_in_the_real_world_and_the_worlds_agree()
    {
        var (report, said) = await both.PlayedAsync();
        if (!both.HasReal)
            RealComponent.Missing($"without the real world: {said}");

        var cases = report.Descendants("testcase").Where(one => !one.Attribute("name")!.Value.EndsWith("(simulated)", StringComparison.Ordinal)).ToList();
        Assert.True(cases.Count >= 60, said);
        Assert.Empty(Failed(cases));
    }

    [SkippableFact]
    public async Task Flipped_every_scenario_fails()
    {
        RealComponent.Require();

        var (exit, said) = await TestbedProgram.RunAsync(Patience, "run", TestbedProgram.Scenarios, "--world", "simulated", "--flip");

        Assert.True(exit == 0, said);
        Assert.Contains("fail with every expectation flipped, as they must", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Failed(IEnumerable<XElement> cases) =>
        cases.Where(one => one.Element("failure") is not null || one.Element("error") is not null).Select(one => $"{one.Attribute("name")!.Value}: {one.Value}");

    /// <summary>Plays everything once: in both worlds, or, where the real one can't be set up, in the simulated one alone.</summary>
    public sealed class BothWorlds : IDisposable
    {
        private const int NoWorld = 3;

        private readonly string _folder = Directory.CreateTempSubdirectory("scenario-reports-").FullName;
        private Task<(XDocument Report, string Said)>? _played;

        /// <summary>Whether the real one took part.</summary>
        public bool HasReal { get; private set; }

        /// <summary>The report.</summary>
        public Task<(XDocument Report, string Said)> PlayedAsync()
        {
            RealComponent.Require();
            return _played ??= PlayAsync();
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private async Task<(XDocument Report, string Said)> PlayAsync()
        {
            var (exit, said) = await RunAsync("both");
            HasReal = exit != NoWorld;
            if (!HasReal)
                _ = await RunAsync("simulated");
            return (XDocument.Load(Path.Combine(_folder, "junit.xml")), said);
        }

        private Task<(int Exit, string Said)> RunAsync(string world) =>
            TestbedProgram.RunAsync(Patience, "run", TestbedProgram.Scenarios, "--world", world, "--report", _folder);
    }
}
