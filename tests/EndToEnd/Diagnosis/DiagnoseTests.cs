using System.Reflection;
using System.Text.Json;
using Orchestrator.Broker.Setup;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.EndToEnd.Diagnosis;

/// <summary>The shipped programs, as a person or a script starts them, against the real broker.</summary>
[Collection(VendorCollection.Name)]
public sealed class DiagnoseTests(TestVendor vendor)
{
    private static string Executable =>
        typeof(DiagnoseTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "QuickSupport").Value!;

    [Fact]
    [Trait("Requirement", "R-NET-7")]
    public async Task The_broker_is_reached_and_proved_and_knows_of_no_session()
    {
        var before = LogLines.Read(vendor.LogFolder).Count;

        var (exit, said) = await RunAsync("--config", vendor.Setup.ClientConfiguration, "--json");

        Assert.True(exit == 0, said);
        var json = JsonDocument.Parse(said).RootElement;
        Assert.True(json.GetProperty("reached").GetBoolean());
        Assert.All(json.GetProperty("hops").EnumerateArray(), hop => Assert.True(hop.GetProperty("state").GetString() is "ok" or "skipped", hop.ToString()));
        Assert.Equal("none", json.GetProperty("certificate").GetProperty("interception").GetString());
        Assert.DoesNotContain(LogLines.Read(vendor.LogFolder).Skip(before), record => record.TryGetProperty("session", out _));
    }

    [Fact]
    public async Task The_console_finds_the_same_with_a_name_of_its_own()
    {
        await using var console = await ConsoleProcess.StartAsync([], "diagnose", "--json", "--config", vendor.Setup.ClientConfiguration, "--data", vendor.NewFolder("diagnosing"));

        var lines = await console.LinesUntilAsync("}");
        var (exit, said) = await console.EndAsync();

        Assert.True(exit == 0, said);
        var json = JsonDocument.Parse(string.Join('\n', lines)).RootElement;
        Assert.True(json.GetProperty("reached").GetBoolean());
        Assert.StartsWith("orchestrator ", json.GetProperty("program").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_with_another_root_is_reached_and_not_believed()
    {
        // The outer certificate is good; the inner root is a stranger's.
        var other = await StrangerAsync();

        var (exit, said) = await RunAsync("--config", other);

        Assert.True(exit == 5, said);
        Assert.Contains("FAILED       vendor's proof", said, StringComparison.Ordinal);
        Assert.Contains("SERVER_UNPROVEN", said, StringComparison.Ordinal);
    }

    /// <summary>Another vendor's configuration that takes this vendor's outer certificate.</summary>
    private async Task<string> StrangerAsync()
    {
        const string Passphrase = "a stranger's root, of no worth";
        var folder = vendor.NewFolder("stranger");
        var own = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null);
        var stranger = await VendorSetup.CreateAsync(
            new SetupRequest { DataFolder = Path.Combine(folder, "broker"), Domain = TestVendor.Domain, Port = own.Port, RootKeyFile = Path.Combine(folder, "root.pem"), RootPassphrase = Passphrase },
            TimeProvider.System,
            CancellationToken.None);
        var signed = TestVendor.SignAgain(stranger, Passphrase, content => content with { OuterTlsRoots = [.. own.OuterTlsRoots.Select(root => root.ToArray())] });
        await File.WriteAllBytesAsync(stranger.ClientConfiguration, signed);
        return stranger.ClientConfiguration;
    }

    private static async Task<(int Exit, string Said)> RunAsync(params string[] arguments)
    {
        await using var program = ExternalProcess.Start(Executable, ["diagnose", .. arguments]);
        program.Input.Close();
        var said = await program.Output.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return (await program.WaitForExitAsync(limit.Token), said + await program.ReadErrorsAsync());
    }
}
