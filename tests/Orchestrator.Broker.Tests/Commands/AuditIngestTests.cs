using System.Text.Json;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Commands;

/// <summary>A run's folder brought by hand, while the broker serves.</summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class AuditIngestTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private TestBroker _broker = null!;
    private RunOnDisk _run = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.CreateAsync();
        _run = await RunOnDisk.MakeAsync(_folder.At("runs"), _broker.Time);
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_takes_what_is_missing_says_so_and_takes_nothing_twice()
    {
        await _run.KnownAsync(_broker, 2);
        var (code, output, error) = await IngestAsync();
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("broker had   2", output, StringComparison.Ordinal);
        Assert.Contains("new          2", output, StringComparison.Ordinal);
        Assert.Contains("The broker has all that the run signed.", output, StringComparison.Ordinal);

        (code, output, _) = await IngestAsync("--json");
        Assert.Equal(0, code);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal((4, 0, ""), (report.GetProperty("before").GetInt32(), report.GetProperty("stored").GetInt32(), report.GetProperty("code").GetString()));

        await _broker.CloseAsync();
        await _broker.OpenAsync();
        await _broker.CloseAsync();
        var recovered = Assert.Single(_broker.LogLines(), l => l.Contains("\"event\":\"relay.recovered\"", StringComparison.Ordinal));
        Assert.Contains("\"end\":true", recovered, StringComparison.Ordinal);
        Assert.Contains("by hand, ", recovered, StringComparison.Ordinal);
        await _broker.OpenAsync();
    }

    [Fact]
    public async Task What_nobody_signed_stays_and_is_counted()
    {
        await _run.KnownAsync(_broker, 2);
        await File.AppendAllTextAsync(_run.Run.Folder.Records, "{\"v\":1,\"seq\":4,\"event\":\"chat.posted\",\"text\":\"late\"}\n");
        var (code, output, _) = await IngestAsync();
        Assert.Equal(0, code);
        Assert.Contains("not taken    1 behind the last checkpoint", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task A_changed_folder_a_strange_one_and_a_fork_are_refused_by_name()
    {
        Assert.Equal(1, (await IngestAsync()).Code);
        await _run.KnownAsync(_broker, 1);
        var other = System.Text.Encoding.UTF8.GetBytes("""{"v":1,"seq":1,"event":"chat.posted","text":"told to the broker"}""");
        await _broker.Parts.Claims.StoreAsync(RunOnDisk.Session, 1, other, CancellationToken.None);
        await _broker.Parts.Claims.StoreAsync(RunOnDisk.Session, 2, _run.Run.Read(2).First(), CancellationToken.None);
        await _broker.Parts.Claims.StoreAsync(RunOnDisk.Session, 3, _run.Run.Read(3).First(), CancellationToken.None);
        var (code, output, _) = await IngestAsync();
        Assert.Equal(1, code);
        Assert.Contains("TAIL_FORK", output, StringComparison.Ordinal);
        Assert.Contains("differs at   record 1", output, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(_run.Run.Folder.Records);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_run.Run.Folder.Records, bytes);
        (code, output, _) = await IngestAsync();
        Assert.Equal(1, code);
        Assert.Contains("TAIL_TAMPERED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_tried_is_said_with_its_own_exit_code()
    {
        await _run.KnownAsync(_broker, 2, isOver: false);
        var (code, _, error) = await IngestAsync();
        Assert.Equal(2, code);
        Assert.Contains("isn't over", error, StringComparison.Ordinal);
        Assert.Equal(2, (await BrokerCommand.RunAsync(_broker.Time, "", "audit", "ingest", _folder.Root, "--data", _broker.Folder.Root)).Code);
        Assert.Equal(2, (await BrokerCommand.RunAsync(_broker.Time, "", "audit", "ingest", _run.Folder, "--data", _folder.Root)).Code);
    }

    private Task<(int Code, string Output, string Error)> IngestAsync(params string[] more) =>
        BrokerCommand.RunAsync(_broker.Time, "", ["audit", "ingest", _run.Folder, "--data", _broker.Folder.Root, .. more]);
}
