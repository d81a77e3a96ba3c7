using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.QuickSupport.Tests.Composition;

[Collection(SocketsCollection.Name)]
public sealed class QuickSupportRunTests : IDisposable
{
    private const string Broker = "broker.vendor.example";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempFolder _folder = new();
    private readonly SilentFace _face = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_broker_that_isnt_there_is_a_sentence_an_exit_code_and_a_record()
    {
        await using var run = await QuickSupportRun.StartAsync(Options(FreePort()), default);

        var outcome = await run.Completion.WaitAsync(Patience);

        Assert.Equal(ExitCode.NoBroker, outcome.Code);
        Assert.Contains(Broker, outcome.Sentence, StringComparison.Ordinal);
        Assert.Contains("can't be reached", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal(outcome.Sentence, _face.Failure);
        var log = await File.ReadAllTextAsync(Path.Combine(outcome.LogDirectory, "records.jsonl"));
        Assert.Contains("run.ended", log, StringComparison.Ordinal);
        Assert.Contains("\"build\":\"DEVELOPMENT\"", log, StringComparison.Ordinal);
        Assert.Contains("tests", log, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outcome.LogDirectory, "reserve-*"));
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-1")]
    [Trait("Requirement", "R-NET-2")]
    public async Task A_running_instance_listens_nowhere_and_closes_without_waiting_for_the_server()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc");
        var before = ProcessSockets.Ports();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;

        // The clock stands still: whatever waits for a time-out would wait for ever.
        await using var run = await QuickSupportRun.StartAsync(Options(port) with { Time = new FakeTimeProvider() }, default);

        // Connected, and waiting for an answer that never comes.
        using var client = await server.AcceptTcpClientAsync().WaitAsync(Patience);
        Assert.Equal(before.Append(port).Order(), ProcessSockets.Ports());

        await run.CloseAsync().WaitAsync(Patience);

        Assert.Equal(ExitCode.Ended, (await run.Completion.WaitAsync(Patience)).Code);
    }

    [Fact]
    public async Task A_broken_configuration_is_a_sentence()
    {
        var options = Options(443);
        var bytes = await File.ReadAllBytesAsync(options.ConfigurationPath);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(options.ConfigurationPath, bytes);

        var failure = await Assert.ThrowsAsync<QuickSupportException>(() => QuickSupportRun.StartAsync(options, default));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.False(Directory.Exists(_folder.In("logs")));
    }

    [Fact]
    [Trait("Requirement", "R-ZT-3")]
    public async Task A_program_that_is_too_old_says_so()
    {
        var failure = await Assert.ThrowsAsync<QuickSupportException>(() => QuickSupportRun.StartAsync(Options(443, minimum: "99.0.0"), default));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.Contains("older than the vendor allows", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_site_file_is_a_sentence()
    {
        var options = Options(443) with { SiteFilePath = _folder.Write("site.yaml", "broker: elsewhere") };

        var failure = await Assert.ThrowsAsync<QuickSupportException>(() => QuickSupportRun.StartAsync(options, default));

        Assert.Equal(ExitCode.SiteFile, failure.Code);
    }

    [Fact]
    public async Task A_log_that_cant_be_written_is_a_sentence()
    {
        var options = Options(443) with { LogRoot = Path.Combine(_folder.Write("file", ""), "logs") };

        var failure = await Assert.ThrowsAsync<QuickSupportException>(() => QuickSupportRun.StartAsync(options, default));

        Assert.Equal(ExitCode.Log, failure.Code);
    }

    [Fact]
    public async Task Without_a_screen_the_face_is_told_so()
    {
        await using var run = await QuickSupportRun.StartAsync(Options(FreePort()), default);

        var desk = await _face.Attached.Task.WaitAsync(Patience);

        Assert.Contains("screen", Assert.Single(desk.Notices), StringComparison.Ordinal);
        Assert.True(desk.IsDevelopment);
        Assert.Matches("^[0-9]{6}$", desk.Pin.Reveal());
    }

    private QuickSupportOptions Options(int port, string minimum = "0.1.0")
    {
        File.WriteAllBytes(_folder.In("client.orchestrator-config"), TestVendor.Configuration(Broker, port, minimum));
        return new QuickSupportOptions
        {
            Face = _face,
            ConfigurationPath = _folder.In("client.orchestrator-config"),
            LogRoot = _folder.In("logs"),
            FilesFolder = _folder.In("files"),
            Composition = "tests",
            Resolve = _ => [IPAddress.Loopback],
        };
    }

    /// <summary>A port where nobody listens: it was free a moment ago.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
