using Orchestrator.Verifier;

namespace Orchestrator.Audit.Tests.Export;

public sealed class ExportCommandTests
{
    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public async Task A_log_is_exported_with_what_its_verification_found()
    {
        using var log = new TestLog();
        await log.FillAsync(3, 7);
        await File.WriteAllTextAsync(log.Folder.Key, log.Signer.Key + "\n");
        var to = Path.Combine(log.Root, "paper");
        Assert.Equal((0, ""), Run(log, log.Folder.Path, "--key", log.Signer.Key.ToString(), "--out", to));
        Assert.Contains("7 of 7: complete", await File.ReadAllTextAsync(Path.Combine(to, "log.html")), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(log.Folder.Records), await File.ReadAllBytesAsync(Path.Combine(to, "log-records.jsonl")));

        var text = await File.ReadAllTextAsync(log.Folder.Records);
        await File.WriteAllTextAsync(log.Folder.Records, text.Replace("Thing 2.", "Thing 9.", StringComparison.Ordinal));
        var again = Path.Combine(log.Root, "again");
        Assert.Equal(1, Run(log, log.Folder.Path, "--key", log.Signer.Key.ToString(), "--out", again).Code);
        Assert.Contains("NOT VERIFIED", await File.ReadAllTextAsync(Path.Combine(again, "log.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--out", "x")]
    [InlineData("LOG", "--key", "nonsense", "--out", "x")]
    [InlineData("LOG", "--key", "KEY")]
    [InlineData("LOG", "--key", "KEY", "--out", "LOG")]
    [InlineData("LOG", "--key", "KEY", "--json", "--out", "x")]
    public async Task What_cant_be_exported_is_named(params string[] args)
    {
        using var log = new TestLog();
        await log.FillAsync(1);
        var (code, error) = Run(log, [.. args.Select(a => a == "LOG" ? log.Folder.Path : a == "KEY" ? log.Signer.Key.ToString() : a)]);
        Assert.Equal(2, code);
        Assert.StartsWith("orchestrator-verify: ", error, StringComparison.Ordinal);
    }

    private static (int Code, string Error) Run(TestLog log, params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = ExportCommand.Run(args, output, errors, log.Time);
        return (code, errors.ToString());
    }
}
