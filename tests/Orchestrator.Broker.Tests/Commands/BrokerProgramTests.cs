using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Commands;

public sealed class BrokerProgramTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Accounts_and_courses_go_in_by_commands_and_come_out_as_lists()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var data = broker.Folder.Root;
        var added = await RunAsync("", "account", "add", "Anna", "--data", data, "--printed-name", "Anna Berg", "--role", "technician");
        Assert.Equal(0, added.Code);
        Assert.Matches("Setup code:  [A-Z2-7]{4}(-[A-Z2-7]{4}){3} ", added.Output);
        Assert.Equal(0, (await RunAsync("", "training", "record", "anna", "--data", data, "--course", "remote-support", "--version", "1", "--trainer", "Petra Lind", "--date", "2026-03-02", "--score", "95", "--valid-days", "365")).Code);

        var accounts = await RunAsync("", "account", "list", "--data", data);
        Assert.Contains("anna", accounts.Output, StringComparison.Ordinal);
        Assert.Contains("Anna Berg", accounts.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("", "account", "list", "--data", data, "--json")).Output);
        Assert.Equal("anna", json.RootElement[0].GetProperty("name").GetString());
        Assert.Equal("to be activated", json.RootElement[0].GetProperty("state").GetString());
        Assert.DoesNotContain("setup", json.RootElement.ToString(), StringComparison.OrdinalIgnoreCase);
        using var training = JsonDocument.Parse((await RunAsync("", "training", "list", "anna", "--data", data, "--json")).Output);
        Assert.Equal("2027-03-02", training.RootElement[0].GetProperty("expiresOn").GetString());
        Assert.Equal(0, (await RunAsync("", "account", "disable", "anna", "--data", data)).Code);
        Assert.Contains("disabled", (await RunAsync("", "account", "list", "--data", data)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("", "account", "unlock", "anna", "--data", data)).Code);
    }

    [Fact]
    [Trait("Requirement", "R-TRN-2")]
    public async Task A_course_is_the_hash_of_its_document()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At("safety.txt"), "abc");
        string[] add = ["training", "course", "add", "safety", "--data", broker.Folder.Root, "--content", folder.At("safety.txt"), "--valid-days", "30", "--pass-score", "90"];

        Assert.Equal(0, (await RunAsync("", [.. add, "--version", "1"])).Code);
        Assert.Equal(0, (await RunAsync("", [.. add, "--version", "2", "--roles", "none", "--from", "2026-04-01"])).Code);

        using var json = JsonDocument.Parse((await RunAsync("", "training", "course", "list", "--data", broker.Folder.Root, "--json")).Output);
        var added = json.RootElement.EnumerateArray().Where(c => c.GetProperty("name").GetString() == "safety").ToList();
        Assert.All(added, c => Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", c.GetProperty("contentSha256").GetString()));
        Assert.Equal([2, 0], added.Select(c => c.GetProperty("roles").GetArrayLength()));
        Assert.Equal(["2026-03-02", "2026-04-01"], added.Select(c => c.GetProperty("requiredFrom").GetString()));
        Assert.Equal(0, (await RunAsync("", "training", "course", "retire", "safety", "--data", broker.Folder.Root)).Code);
        Assert.DoesNotContain("safety", (await RunAsync("", "training", "course", "list", "--data", broker.Folder.Root)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "account", "add")]
    [InlineData(ExitCode.Usage, "nonsense")]
    [InlineData(ExitCode.Usage, "training", "record", "anna", "--data", "DATA", "--score", "many")]
    [InlineData(ExitCode.Refused, "account", "add", "anna", "--data", "DATA", "--printed-name", "Anna Berg", "--role", "boss")]
    [InlineData(ExitCode.Refused, "account", "add", "anna", "--data", "DATA", "--printed-name", "Anna Berg", "--role", "technician", "--as", "petra")]
    [InlineData(ExitCode.NotProven, "account", "add", "anna", "--data", "DATA", "--printed-name", "Anna Berg", "--role", "technician", "--as", "petra", "--as-stdin")]
    [InlineData(ExitCode.Usage, "account", "add", "anna", "--data", "DATA", "--printed-name", "Anna Berg", "--role", "technician", "--password-stdin")]
    [InlineData(ExitCode.Usage, "account", "reset", "anna", "--data", "DATA")]
    [InlineData(ExitCode.NotFound, "console", "list", "nobody", "--data", "DATA")]
    [InlineData(ExitCode.NotFound, "console", "approve", "nobody", "00000000000000000000", "--data", "DATA")]
    [InlineData(ExitCode.NotFound, "account", "disable", "nobody", "--data", "DATA")]
    [InlineData(ExitCode.NotFound, "training", "list", "nobody", "--data", "DATA")]
    [InlineData(ExitCode.Refused, "training", "record", "anna", "--data", "DATA", "--course", "remote-support", "--version", "1", "--trainer", "t", "--date", "2026-02-30", "--score", "1", "--valid-days", "1")]
    [InlineData(ExitCode.Refused, "training", "course", "add", "c", "--version", "1", "--data", "DATA", "--content", "/does/not/exist", "--valid-days", "1", "--pass-score", "1")]
    [InlineData(ExitCode.Refused, "training", "course", "retire", "data-and-privacy", "--data", "DATA")]
    [InlineData(ExitCode.DataFolder, "account", "list", "--data", "/does/not/exist")]
    [InlineData(ExitCode.DataFolder, "serve", "--data", "/does/not/exist", "--listen", "127.0.0.1:0")]
    [InlineData(ExitCode.Refused, "serve", "--data", "DATA", "--listen", "127.0.0.1")]
    [InlineData(ExitCode.Refused, "serve", "--data", "DATA", "--listen", "::1")]
    [InlineData(ExitCode.Usage, "serve", "--data", "DATA", "--listen", "127.0.0.1:0", "--plugins", "DATA", "--allow-unsigned")]
    [InlineData(ExitCode.Refused, "plugins", "install", "nowhere.orchestrator-plugin", "--data", "DATA", "--yes")]
    [InlineData(ExitCode.Unexpected, "plugins", "verify", "nowhere.orchestrator-plugin", "--data", "DATA")]
    [InlineData(ExitCode.Exists, "init", "--data", "DATA", "--domain", "support.example.com", "--root-passphrase-file", "PASSPHRASE")]
    [InlineData(ExitCode.Refused, "init", "--data", "NEW", "--domain", "support.example.com", "--root-passphrase-file", "/does/not/exist")]
    [InlineData(ExitCode.Refused, "init", "--data", "NEW", "--domain", "support.example.com")]
    public async Task Every_failure_is_a_sentence_with_its_exit_code(ExitCode expected, params string[] args)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At("passphrase"), "a long enough passphrase\n");
        var filled = args.Select(a => a.Replace("DATA", broker.Folder.Root, StringComparison.Ordinal).Replace("PASSPHRASE", folder.At("passphrase"), StringComparison.Ordinal).Replace("NEW", folder.At("new"), StringComparison.Ordinal));
        var (code, _, error) = await RunAsync("not the password\n123456\n", [.. filled]);
        Assert.Equal((int)expected, code);
        Assert.NotEmpty(error.Trim());
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("new")));
    }

    [Theory]
    [InlineData()]
    [InlineData("init")]
    [InlineData("account", "add")]
    [InlineData("account", "approve")]
    [InlineData("account", "role")]
    [InlineData("account", "reset")]
    [InlineData("console", "approve")]
    [InlineData("training", "record")]
    [InlineData("training", "course", "add")]
    [InlineData("serve")]
    public async Task Every_command_explains_itself(params string[] command)
    {
        var (code, output, _) = await RunAsync("", [.. command, "--help"]);
        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] args) => BrokerCommand.RunAsync(Time, input, args);
}
