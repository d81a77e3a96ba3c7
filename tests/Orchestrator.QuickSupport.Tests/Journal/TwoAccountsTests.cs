using Orchestrator.Actors.Links;
using Orchestrator.Audit.Log;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

/// <summary>The program itself under two real accounts: the kernel says whose a request is.</summary>
[Trait("Requirement", "R-AUD-17")]
public sealed class TwoAccountsTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "quicksupport.dll");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Who_asked_cannot_approve_and_another_account_can()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Two accounts need root to begin with.");
        RealComponent.Require("setpriv");
        var run = await RunAsync();
        var (code, output) = await AsAsync(65533, "request-erasure", run, "--all", "--reason", "asked for");
        Assert.True(code == 0, output);
        var digest = output.Split('\n').Single(l => l.StartsWith("digest", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        (code, output) = await AsAsync(65533, "approve-erasure", run, "1", digest);
        Assert.Equal(1, code);
        Assert.Contains("can't approve", output, StringComparison.Ordinal);
        (code, output) = await AsAsync(0, "approve-erasure", run, "1", digest);
        Assert.Equal(1, code);
        Assert.Contains("superuser", output, StringComparison.Ordinal);
        Assert.Contains("leave me alone", await File.ReadAllTextAsync(new LogFolder(run).Texts), StringComparison.Ordinal);

        (code, output) = await AsAsync(65532, "approve-erasure", run, "1", digest);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("leave me alone", await File.ReadAllTextAsync(new LogFolder(run).Texts), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync()
    {
        using var key = Ed25519Key.Generate(new SeededRandom(5));
        string directory;
        await using (var journal = await TestJournal.StartAsync(_folder.Path, 1, new BrokerClock(TimeProvider.System), key.Public))
        {
            await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
            await journal.AppendAsync(new SessionEvents.ChatPosted(Party.Operator, "leave me alone"), default);
            directory = journal.Directory;
        }

        if (OperatingSystem.IsWindows())
            return directory;

        // What a shared group would be.
        foreach (var place in Directory.GetFiles(directory).Append(directory).Append(_folder.Path))
            File.SetUnixFileMode(place, Everybody);
        return directory;
    }

    private async Task<(int Code, string Output)> AsAsync(uint account, params string[] command)
    {
        string[] who = account == 0 ? [] : ["--reuid", $"{account}", "--regid", $"{account}", "--clear-groups"];
        await using var program = ExternalProcess.Start("setpriv", [.. who, "dotnet", Program, "audit", .. command], new Dictionary<string, string?> { ["HOME"] = _folder.Path });
        var said = await program.Output.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var code = await program.WaitForExitAsync(limit.Token);
        return (code, said + await program.ReadErrorsAsync());
    }
}
