using System.Text.Json;
using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Commands;

/// <summary><c>policy …</c>, from a draft to the policy in force.</summary>
[Trait("Requirement", "R-AUTHZ-7")]
[Trait("Requirement", "R-ZT-6")]
public sealed class PolicyCommandTests : IDisposable
{
    private const string Yaml = """
        version: 2
        zone: Europe/Zurich
        rules:
          - {id: day, effect: permit, roles: [technician], hours: [{days: [mon, tue, wed, thu, fri], from: 08:00, to: 17:00}], limits: {minutes: 15}}
          - {id: act, effect: permit, roles: [technician], capabilities: [control], approval: supervisor}
          - {id: bern, effect: deny, sites: [Bern]}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_draft_is_tested_signed_installed_and_shown()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await WriteAsync("policy.yaml", Yaml);
        await WriteAsync("passphrase", "a long enough passphrase\n");
        var signed = _folder.At("policy.orchestrator-policy");
        string[] sign = ["policy", "sign", _folder.At("policy.yaml"), "--root-key", broker.RootKeyFile, "--root-passphrase-file", _folder.At("passphrase")];

        var first = await RunAsync(broker, sign);
        Assert.True(first.Code == 0, first.Error);
        Assert.Contains("Version 2 is signed", first.Output, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Exists, (await RunAsync(broker, sign)).Code);
        var installed = await RunAsync(broker, "policy", "install", signed, "--data", broker.Folder.Root);
        Assert.True(installed.Code == 0, installed.Error);

        using var shown = JsonDocument.Parse((await RunAsync(broker, "policy", "show", "--data", broker.Folder.Root, "--json")).Output);
        Assert.Equal((2, "Europe/Zurich"), (shown.RootElement.GetProperty("version").GetInt32(), shown.RootElement.GetProperty("zone").GetString()));
        Assert.Equal(["day", "act", "bern"], shown.RootElement.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        var table = await RunAsync(broker, "policy", "show", "--data", broker.Folder.Root);
        Assert.Contains("mon tue wed thu fri 08:00–17:00", table.Output, StringComparison.Ordinal);
        Assert.Contains("supervisor's approval", table.Output, StringComparison.Ordinal);
        await broker.OpenAsync();
        await broker.CloseAsync();
        Assert.Contains(broker.LogLines(), l => l.Contains("policy.installed", StringComparison.Ordinal) && l.Contains("\"version\":2", StringComparison.Ordinal) && l.Contains("the owner of the data folder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_explanation_names_every_rule_and_until_when_it_holds()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await WriteAsync("policy.yaml", Yaml);
        string[] ask = ["policy", "explain", "--policy", _folder.At("policy.yaml"), "--role", "technician", "--capability", "control", "--site", "Basel", "--at", "2026-11-26T14:00"];

        var said = await RunAsync(broker, ask);
        using var json = JsonDocument.Parse((await RunAsync(broker, [.. ask, "--json"])).Output);

        Assert.Equal(0, said.Code);
        Assert.Contains("control needs a supervisor's approval, wanted by act; then it is permitted, at most 15 minutes.", said.Output, StringComparison.Ordinal);
        Assert.Contains("holds until 2026-11-26T17:00", said.Output, StringComparison.Ordinal);
        Assert.Contains("doesn't apply: it is for the site Bern, not Basel", said.Output, StringComparison.Ordinal);
        Assert.Equal("approval-needed", json.RootElement.GetProperty("outcome").GetString());
        Assert.Equal([true, true, false], json.RootElement.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("applies").GetBoolean()));
    }

    [Fact]
    public async Task An_account_is_asked_for_with_its_role_and_its_courses()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddTrainedAsync();
        await WriteAsync("policy.yaml", "version: 2\nzone: UTC\nrules:\n  - {id: a, effect: permit, roles: [technician], training: [remote-support]}\n");
        string[] ask = ["policy", "explain", "--policy", _folder.At("policy.yaml"), "--data", broker.Folder.Root, "--capability", "view", "--account"];

        Assert.Contains("view is permitted by a", (await RunAsync(broker, [.. ask, "anna"])).Output, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.NotFound, (await RunAsync(broker, [.. ask, "nobody"])).Code);
    }

    [Fact]
    public async Task A_table_of_expectations_passes_or_names_the_rows_that_differ()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await WriteAsync("policy.yaml", Yaml);
        await WriteAsync("good.yaml", """
            expectations:
              - {role: technician, capability: view, site: Basel, at: 2026-11-26T14:00, expect: permitted, minutes: 15}
              - {role: technician, capability: view, at: 2026-11-26T17:00, expect: not-permitted}
              - {role: technician, capability: view, site: Bern, at: 2026-11-26T14:00, expect: denied}
              - {role: supervisor, capability: view, at: 2026-11-26T14:00, expect: no}
              - {role: technician, capability: control, at: 2026-11-28T14:00, expect: approval-needed}
            """);
        await WriteAsync("bad.yaml", """
            expectations:
              - {role: technician, capability: view, site: Basel, at: 2026-11-26T14:00, expect: permitted}
              - {role: technician, capability: view, at: 2026-11-26T18:00, expect: permitted}
              - {role: technician, capability: view, at: 2026-11-26T14:00, expect: permitted, minutes: 20}
            """);

        var good = await RunAsync(broker, "policy", "test", _folder.At("good.yaml"), "--policy", _folder.At("policy.yaml"));
        var bad = await RunAsync(broker, "policy", "test", _folder.At("bad.yaml"), "--policy", _folder.At("policy.yaml"));

        Assert.Equal((0, "5 expectations, 0 differ (policy version 2)."), (good.Code, good.Output.Trim()));
        Assert.Equal(1, bad.Code);
        Assert.Contains("line 3: expected permitted", bad.Output, StringComparison.Ordinal);
        Assert.Contains("line 4: expected at most 20 minutes", bad.Output, StringComparison.Ordinal);
        Assert.Contains("3 expectations, 2 differ", bad.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "policy", "sign")]
    [InlineData(ExitCode.Refused, "policy", "sign", "FOLDER/none.yaml", "--root-key", "x")]
    [InlineData(ExitCode.Refused, "policy", "install", "FOLDER/none", "--data", "DATA")]
    [InlineData(ExitCode.Refused, "policy", "explain", "--role", "technician", "--capability", "view")]
    [InlineData(ExitCode.Refused, "policy", "explain", "--data", "DATA", "--capability", "view")]
    [InlineData(ExitCode.Refused, "policy", "explain", "--data", "DATA", "--role", "technician", "--capability", "reboot")]
    [InlineData(ExitCode.Refused, "policy", "explain", "--data", "DATA", "--role", "technician", "--capability", "view", "--at", "noon")]
    [InlineData(ExitCode.Refused, "policy", "test", "FOLDER/none.yaml", "--data", "DATA")]
    [InlineData(ExitCode.DataFolder, "policy", "show", "--data", "FOLDER/none")]
    public async Task Every_failure_is_a_sentence_and_a_code(ExitCode expected, params string[] args)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);

        var (code, _, error) = await RunAsync(broker, [.. args.Select(a => a.Replace("FOLDER", _folder.At(""), StringComparison.Ordinal).Replace("DATA", broker.Folder.Root, StringComparison.Ordinal))]);

        Assert.Equal((int)expected, code);
        Assert.NotEmpty(error.Trim());
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_root_or_a_wrong_passphrase_signs_nothing()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await WriteAsync("policy.yaml", Yaml);
        await WriteAsync("passphrase", "not the right passphrase\n");

        var (code, _, error) = await RunAsync(broker, "policy", "sign", _folder.At("policy.yaml"), "--root-key", broker.RootKeyFile, "--root-passphrase-file", _folder.At("passphrase"));

        Assert.Equal((int)ExitCode.Refused, code);
        Assert.Contains("passphrase is wrong", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("policy.orchestrator-policy")));
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(_folder.At(name), text);

    private static Task<(int Code, string Output, string Error)> RunAsync(TestBroker broker, params string[] args) => BrokerCommand.RunAsync(broker.Time, "", args);
}
