using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Syslog;
using Orchestrator.TestSupport.Network;
using Orchestrator.TestSupport.Servers;

namespace Orchestrator.Plugins.Tests.Audit.Syslog;

/// <summary>One rsyslog for a test, and sinks that send to it.</summary>
public sealed class SyslogBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rs-client-");
    private RsyslogServer? _server;
    private int _marks;

    /// <summary>Issued the receiver's certificate, which is for 127.0.0.1 alone.</summary>
    public TestAuthority Authority { get; } = new();

    /// <summary>The receiver; after <see cref="StartAsync"/>.</summary>
    public RsyslogServer Server => _server ?? throw new InvalidOperationException("Start it first.");

    /// <summary>PEM of the authority's root.</summary>
    public string RootsFile => Path.Combine(_folder.FullName, "roots.pem");

    /// <summary>Starts the receiver; skips the test where it can't be had.</summary>
    public async Task StartAsync(bool asksForCertificate = false)
    {
        await File.WriteAllTextAsync(RootsFile, new string(PemEncoding.Write("CERTIFICATE", Authority.Root.Span)));
        using var certificate = Authority.Issue(["127.0.0.1"]);
        _server = await RsyslogServer.StartAsync(certificate, Authority, asksForCertificate);
    }

    /// <summary>Settings that work, with changes; a null value takes a member away.</summary>
    public ReadOnlyMemory<byte> Settings(params (string Name, object? Value)[] changes) => SettingsFor(Server.Port, changes);

    /// <summary>The same for another receiver at 127.0.0.1.</summary>
    public ReadOnlyMemory<byte> SettingsFor(int port, params (string Name, object? Value)[] changes)
    {
        var settings = new Dictionary<string, object?> { ["host"] = "127.0.0.1", ["port"] = port, ["rootsFile"] = RootsFile, ["maxMessageBytes"] = 96 * 1024 };
        foreach (var (name, value) in changes)
            settings[name] = value;
        return JsonSerializer.SerializeToUtf8Bytes(settings.Where(pair => pair.Value is not null).ToDictionary());
    }

    /// <summary>A started sink; the caller disposes it.</summary>
    /// <param name="settings">See <see cref="Settings"/>.</param>
    /// <param name="folder">Where it remembers how far it came; null: a folder of this bench.</param>
    /// <param name="log">Its lines.</param>
    public async Task<SyslogAuditSink> SinkAsync(ReadOnlyMemory<byte> settings, string? folder = null, IPluginLog? log = null)
    {
        var sink = new SyslogAuditSink();
        await sink.StartAsync(
            new PluginContext { Settings = settings, DataDirectory = folder ?? Path.Combine(_folder.FullName, "data"), Time = TimeProvider.System, Log = log ?? new QuietLog() }, default);
        return sink;
    }

    /// <summary>
    /// Everything that came before now, in order. rsyslog writes in the order in which it read, some time after the sink is done: a mark is sent behind
    /// and waited for.
    /// </summary>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceivedAsync()
    {
        var mark = $"mark-{_marks++}";
        await using (var sink = await SinkAsync(Settings(), Path.Combine(_folder.FullName, "marks")))
        {
            await sink.OpenAsync(mark, default);
            await sink.AppendAsync(mark, new[] { new AuditEntry(0, default) }, default);
        }

        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await look.WaitForNextTickAsync(limit.Token))
        {
            var received = Server.Received();
            if (received.Any(message => message.Parameter("log") == mark))
                return [.. received.Where(message => message.Parameter("log")?.StartsWith("mark-", StringComparison.Ordinal) != true)];
        }

        throw new TimeoutException();
    }

    /// <summary>Ends the receiver. The xunit way, so that tests may keep one as a field.</summary>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
