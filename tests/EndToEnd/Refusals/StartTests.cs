using System.Net;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Setup;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>What keeps QuickSupport and the console from starting, in words; nothing of a session is left behind.</summary>
[Collection(VendorCollection.Name)]
public sealed class StartTests(TestVendor vendor)
{
    [Fact]
    public async Task A_broker_that_is_not_there()
    {
        var (options, person) = Instrument();
        static IPAddress[] Nowhere(string name) => name == TestVendor.Domain ? [IPAddress.Parse("127.0.0.9")] : [];

        var outcome = await RunAsync(options with { Resolve = Nowhere });
        await using var console = await ConsoleRun.OpenAsync(Console(vendor.Setup.ClientConfiguration) with { Resolve = Nowhere });
        var refused = await Plain.AssertRefusedAsync("BROKER_UNREACHABLE", () => vendor.SignInAsync(console, TestVendor.Berg));

        Assert.Equal(Orchestrator.QuickSupport.Composition.ExitCode.NoBroker, outcome.Code);
        Plain.AssertSentence(outcome.Sentence);
        Assert.Equal(Technicians.ExitCode.Unreachable, refused.Exit);
        await Assert.ThrowsAsync<InvalidOperationException>(() => person.Summary);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("cut")]
    [InlineData("missing")]
    public async Task A_broken_configuration(string how)
    {
        var broken = Path.Combine(vendor.NewFolder("broken"), "client.orchestrator-config");
        var text = await File.ReadAllTextAsync(vendor.Setup.ClientConfiguration);
        if (how != "missing")
        {
            await File.WriteAllTextAsync(broken, how == "cut" ? text[..(text.Length / 2)] : text.Replace("\"graceSeconds\": 3", "\"graceSeconds\": 9", StringComparison.Ordinal));
        }

        await AssertUnusableAsync(broken, null);
    }

    [Fact]
    [Trait("Requirement", "R-ZT-3")]
    public async Task A_configuration_for_newer_programs()
    {
        var newer = Path.Combine(vendor.NewFolder("newer"), "client.orchestrator-config");
        await File.WriteAllBytesAsync(newer, vendor.SignAgain(content => content with { MinimumClientVersion = "99.0.0" }));

        await AssertUnusableAsync(newer, null);
    }

    [Fact]
    [Trait("Requirement", "R-ZT-3")]
    public async Task A_program_that_the_broker_doesnt_know()
    {
        var (options, person) = Instrument();
        await vendor.ServeWithAsync(new InstrumentSettings { Executables = [new string('a', 64)] });
        try
        {
            var outcome = await RunAsync(options);

            Assert.Equal(Orchestrator.QuickSupport.Composition.ExitCode.NoBroker, outcome.Code);
            Plain.AssertSentence(outcome.Sentence);
            Assert.Contains("Get QuickSupport from the vendor", outcome.Sentence, StringComparison.Ordinal);
            await Assert.ThrowsAsync<InvalidOperationException>(() => person.Summary);
            var refused = Assert.Single(vendor.Refused);
            Assert.Equal("PROGRAM_UNKNOWN", refused.GetProperty("code").GetString());
            Assert.Equal(options.Composition, refused.GetProperty("composition").GetString());
        }
        finally
        {
            await vendor.ServeWithAsync(new InstrumentSettings());
        }
    }

    [Fact]
    public Task A_configuration_under_another_root_than_the_compiled_one() =>
        AssertUnusableAsync(vendor.Setup.ClientConfiguration, CompiledRoot.Parse(new string('a', 64)));

    [Fact]
    public async Task A_broker_whose_certificates_are_under_another_root()
    {
        var folder = vendor.NewFolder("stranger");
        var port = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null).Port;
        var stranger = await VendorSetup.CreateAsync(
            new SetupRequest { DataFolder = Path.Combine(folder, "broker"), Domain = TestVendor.Domain, Port = port, RootKeyFile = Path.Combine(folder, "root.pem"), RootPassphrase = "a stranger's root, of no worth" },
            TimeProvider.System,
            CancellationToken.None);
        var (options, _) = Instrument();

        var outcome = await RunAsync(options with { ConfigurationPath = stranger.ClientConfiguration });
        await using var console = await ConsoleRun.OpenAsync(Console(stranger.ClientConfiguration));
        var refused = await Plain.AssertRefusedAsync("TLS_UNTRUSTED", () => vendor.SignInAsync(console, TestVendor.Berg));

        Assert.Equal(Orchestrator.QuickSupport.Composition.ExitCode.NoBroker, outcome.Code);
        Plain.AssertSentence(outcome.Sentence);
        Assert.Equal(Technicians.ExitCode.Unproven, refused.Exit);
    }

    [Theory]
    [InlineData("limits:\n  minutes:\n    view-screen: plenty\n")]
    [InlineData("broker: evil.example\n")]
    [InlineData("limits: [\n")]
    public async Task A_broken_site_file(string text)
    {
        var site = Path.Combine(vendor.NewFolder("site"), "site.yaml");
        await File.WriteAllTextAsync(site, text);
        var (options, _) = Instrument();

        var refused = await Assert.ThrowsAsync<QuickSupportException>(() => QuickSupportRun.StartAsync(options with { SiteFilePath = site }, CancellationToken.None));

        Assert.Equal(Orchestrator.QuickSupport.Composition.ExitCode.SiteFile, refused.Code);
        Plain.AssertSentence(refused.Message);
        Assert.Contains(site, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.LogRoot));
    }

    private async Task AssertUnusableAsync(string configuration, Orchestrator.Trust.Primitives.KeyFingerprint? root)
    {
        var (options, _) = Instrument();

        var refused = await Assert.ThrowsAsync<QuickSupportException>(() => QuickSupportRun.StartAsync(options with { ConfigurationPath = configuration, CompiledRoot = root }, CancellationToken.None));
        await Plain.AssertRefusedAsync("CONFIGURATION", () => ConsoleRun.OpenAsync(Console(configuration) with { CompiledRoot = root }));

        Assert.Equal(Orchestrator.QuickSupport.Composition.ExitCode.Configuration, refused.Code);
        Plain.AssertSentence(refused.Message);
        Assert.False(Directory.Exists(options.LogRoot));
    }

    private (QuickSupportOptions Options, ScriptedOperator Person) Instrument()
    {
        var person = new ScriptedOperator(new OperatorHabits(), new Phone(), TimeProvider.System);
        return (AttendedInstrument.Options(vendor, vendor.NewFolder("instrument"), person), person);
    }

    private ConsoleOptions Console(string configuration) => new() { ConfigurationPath = configuration, DataDirectory = Path.Combine(vendor.Folder, "console"), Resolve = DemoVendor.Resolve };

    private static async Task<QuickSupportOutcome> RunAsync(QuickSupportOptions options)
    {
        await using var run = await QuickSupportRun.StartAsync(options, CancellationToken.None);
        return await run.Completion.WaitAsync(AttendedInstrument.Patience);
    }
}
