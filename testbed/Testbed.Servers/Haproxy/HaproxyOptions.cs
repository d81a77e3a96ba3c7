namespace Orchestrator.Testbed.Servers.Haproxy;

/// <summary>HAProxy before another server: it passes bytes on, ends TLS where it has a certificate, and cuts what is idle. A line for each connection goes to its output.</summary>
public sealed record HaproxyOptions : ServerOptions
{
    /// <summary>Where to: address:port.</summary>
    public required string Backend { get; init; }

    /// <summary>For TLS to HAProxy itself; null: bytes go on as they come.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>After this long without a byte in either direction the connection is cut.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public override ServerPlan Plan(string folder) => new(new ServerCommand("haproxy", "-db", "-f", $"{folder}/haproxy.cfg"))
    {
        Needs = ["haproxy"],
        Files =
        [
            new ServerFile("haproxy.cfg", $"""
                global
                    log stdout format raw local0
                    maxconn 200
                defaults
                    log global
                    mode tcp
                    option tcplog
                    timeout connect 5s
                    timeout client {Idle.TotalMilliseconds:0}ms
                    timeout server {Idle.TotalMilliseconds:0}ms
                frontend entry
                    bind {Endpoint}{(Certificate is null ? "" : $" ssl crt {folder}/tls.pem")}
                    default_backend behind
                backend behind
                    server one {Backend}

                """),
            .. Certificate is null ? [] : new[] { new ServerFile("tls.pem", Certificate.Chain + "\n" + Certificate.Key + "\n") },
        ],
        Ports = [Port],
    };
}
