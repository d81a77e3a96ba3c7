using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.TestSupport.Servers;

/// <summary>A real rsyslog with a configuration of its own: TLS at 127.0.0.1, what it received as lines of JSON in a file of its folder. Disposal ends it.</summary>
public sealed class RsyslogServer : IAsyncDisposable
{
    private readonly ServerFolder _folder = new("rs-");
    private ExternalProcess? _process;

    private RsyslogServer() => Port = FreePort.Take();

    /// <summary>Port at 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Skips or fails the running test where rsyslog or its TLS is missing, then starts one.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="authority">Signed the clients' certificates, where they are asked for.</param>
    /// <param name="asksForCertificate">True: a client without a certificate of that authority is refused.</param>
    public static async Task<RsyslogServer> StartAsync(X509Certificate2 certificate, TestAuthority authority, bool asksForCertificate = false)
    {
        RealComponent.Require("rsyslogd");
        if (!Directory.GetDirectories("/usr/lib").Append("/usr/lib").Any(folder => File.Exists(Path.Combine(folder, "rsyslog", "lmnsd_gtls.so"))))
            RealComponent.Missing("not installed: rsyslog-gnutls");
        var server = new RsyslogServer();
        try
        {
            await File.WriteAllTextAsync(server._folder["roots.pem"], new string(PemEncoding.Write("CERTIFICATE", authority.Root.Span)));
            await File.WriteAllTextAsync(server._folder["rsyslog.conf"], server.Configuration(asksForCertificate));
            await server.RestartAsync(certificate);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as a power cut does.</summary>
    public Task CrashAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends it if it runs, and starts it again on the same port and file.</summary>
    /// <param name="certificate">Another certificate; null: the one it has.</param>
    public async Task RestartAsync(X509Certificate2? certificate = null)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (certificate is not null)
            _folder.Write("tls", certificate);
        await _folder.HandOverAsync();
        File.Delete(_folder["pid"]);
        var (program, arguments) = ServerFolder.AsUser(RealComponent.Find("rsyslogd")!, "-n", "-f", _folder["rsyslog.conf"], "-i", _folder["pid"]);
        _process = ExternalProcess.Start(program, arguments);
        await FreePort.WaitUntilListeningAsync(Port, _process);
    }

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyList<ReceivedMessage> Received()
    {
        if (!File.Exists(_folder["received"]))
            return [];
        using var stream = new FileStream(_folder["received"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<ReceivedMessage>(line, JsonSerializerOptions.Web)!)];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private string Configuration(bool asksForCertificate) => $$"""
        global(workDirectory="{{_folder.Root}}" maxMessageSize="128k" parser.escapeControlCharactersOnReceive="off" internalmsg.severity="crit"
          defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="{{_folder["roots.pem"]}}"
          defaultNetstreamDriverCertFile="{{_folder["tls.pem"]}}" defaultNetstreamDriverKeyFile="{{_folder["tls.key"]}}")
        module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="{{(asksForCertificate ? "x509/certvalid" : "anon")}}")
        template(name="json" type="list") {
          constant(value="{") property(outname="priority" name="pri" format="jsonf")
          constant(value=",") property(outname="time" name="timestamp" dateFormat="rfc3339" format="jsonf")
          constant(value=",") property(outname="host" name="hostname" format="jsonf")
          constant(value=",") property(outname="program" name="app-name" format="jsonf")
          constant(value=",") property(outname="id" name="msgid" format="jsonf")
          constant(value=",") property(outname="data" name="structured-data" format="jsonf")
          constant(value=",") property(outname="text" name="msg" format="jsonf")
          constant(value="}\n")
        }
        ruleset(name="keep") { action(type="omfile" file="{{_folder["received"]}}" template="json") }
        input(type="imtcp" address="127.0.0.1" port="{{Port}}" ruleset="keep")

        """;
}
