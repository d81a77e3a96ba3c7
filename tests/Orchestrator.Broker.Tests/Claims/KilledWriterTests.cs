using System.Globalization;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using Xunit.Abstractions;

namespace Orchestrator.Broker.Tests.Claims;

/// <summary>A real process that is killed by signal 9 at a boundary of its writing: what it had said to be durable is there, once.</summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class KilledWriterTests(ITestOutputHelper output)
{
    private const int Killed = 128 + 9;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Orchestrator.CrashWriter.dll");

    [Fact]
    public async Task A_killed_run_loses_nothing_that_it_acknowledged()
    {
        var kills = await KillAsync("run", points: 24, step: 4, (folder, acknowledged) =>
        {
            if (RunFolderName.List(folder.Root) is not [var name])
            {
                Assert.Empty(acknowledged);
                return;
            }

            var log = new LogFolder(folder.At(name.ToString()));
            if (!File.Exists(log.Key))
            {
                Assert.Empty(acknowledged);
                return;
            }

            Check(log, RunLog.Origin("support.example.com", new string('9', 32)), acknowledged);
            Assert.False(EarlierRun.Open(log.Path)!.Tampered);
        });
        output.WriteLine($"instrument: {kills} kills");
        Assert.True(kills >= 20, $"{kills} kills");
    }

    [Fact]
    public async Task A_killed_broker_loses_nothing_that_it_acknowledged()
    {
        var kills = await KillAsync("broker", points: 24, step: 4, (folder, acknowledged) => Check(new LogFolder(folder.Root), "support.example.com/broker", acknowledged));
        output.WriteLine($"broker: {kills} kills");
        Assert.True(kills >= 20, $"{kills} kills");
    }

    [Fact]
    public async Task A_killed_store_loses_no_claim_that_it_acknowledged_and_takes_a_tail_whole_or_not_at_all()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        broker.Store.Release();
        var clean = await File.ReadAllBytesAsync(broker.Folder.Database);
        var kills = 0;
        for (var point = 1; ; point += 2)
        {
            using var folder = new TestFolder(inMemory: true);
            var path = folder.At("broker.db");
            await File.WriteAllBytesAsync(path, clean);
            var (code, said) = await RunAsync("claims", path, point);
            var store = await BrokerStore.OpenAsync(path, CancellationToken.None);
            var lines = new List<string>();
            await foreach (var line in new ClaimStore(store, TimeProvider.System).ReadAsync(new SessionNumber(123456789), CancellationToken.None))
            {
                lines.Add(Encoding.UTF8.GetString(line.Span));
            }

            await using (var db = store.CreateDbContext())
            {
                Assert.Equal(lines.Count == 12 ? 1 : 0, db.PendingRecords.Count(p => p.Kind == "TailRecovered"));
            }

            store.Release();
            Assert.True(lines.Count is <= 5 or 12, $"{lines.Count} lines at point {point}");
            Assert.All(said.Where(s => s.Sequence >= 0), s => Assert.Contains(s.Text, lines[(int)s.Sequence], StringComparison.Ordinal));
            Assert.Equal(lines.Distinct(), lines);
            if (code == 0)
            {
                break;
            }

            Assert.Equal(Killed, code);
            kills++;
        }

        output.WriteLine($"claims store: {kills} kills");
        Assert.True(kills >= 10, $"{kills} kills");
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task An_account_that_may_not_write_its_log_is_told_so_and_writes_nothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Another account needs root to begin with.");
        RealComponent.Require("setpriv");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        File.SetUnixFileMode(folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using var program = ExternalProcess.Start("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", "dotnet", Program, "run", folder.Root, "100000"]);
        Assert.Equal("", await program.Output.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.NotEqual(0, await program.WaitForExitAsync(limit.Token));
        Assert.Contains("this user may not write there", await program.ReadErrorsAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    private static void Check(LogFolder folder, string origin, IReadOnlyList<(long Sequence, string Text)> acknowledged)
    {
        using var key = Ed25519Key.Import(Enumerable.Repeat((byte)9, 32).ToArray());
        var options = new EvidenceLogOptions { Folder = folder.Path, Signer = new CheckpointSigner(origin, key), Time = TimeProvider.System };
        EvidenceLog.Open(options).DisposeAsync().AsTask().GetAwaiter().GetResult();
        var told = new List<string>();
        var scan = LogScan.Run(folder, options.Signer.Key, (_, line) =>
        {
            Assert.Equal(RecordFailure.None, RecordReader.Read(line.Span, out var record));
            told.Add(record!.Body.Sentence);
        });
        Assert.Empty(scan.Problems);
        Assert.Equal(scan.Size, scan.SignedSize);
        Assert.All(acknowledged, a => Assert.Equal(a.Text, told[(int)a.Sequence]));
        Assert.Equal(told.Distinct(), told);
    }

    private static async Task<int> KillAsync(string mode, int points, int step, Action<TestFolder, IReadOnlyList<(long Sequence, string Text)>> check)
    {
        var kills = 0;
        for (var i = 0; i < points; i++)
        {
            using var folder = new TestFolder(inMemory: true);
            var (code, said) = await RunAsync(mode, folder.Root, 1 + (i * step));
            check(folder, said);
            if (code == 0)
            {
                break;
            }

            Assert.Equal(Killed, code);
            kills++;
        }

        return kills;
    }

    private static async Task<(int Code, List<(long Sequence, string Text)> Said)> RunAsync(string mode, string place, int point)
    {
        await using var program = ExternalProcess.Start("dotnet", [Program, mode, place, point.ToString(CultureInfo.InvariantCulture)]);
        var said = new List<(long, string)>();
        while (await program.Output.ReadLineAsync() is { } line)
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            said.Add((long.Parse(line[..blank], CultureInfo.InvariantCulture), line[(blank + 1)..]));
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var code = await program.WaitForExitAsync(limit.Token);
        return code is 0 or Killed ? (code, said) : throw new InvalidOperationException(await program.ReadErrorsAsync());
    }
}
