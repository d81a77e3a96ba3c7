namespace Orchestrator.Testbed.Servers.Socks;

/// <summary>Dante: SOCKS 4 and 5 without authentication, or SOCKS 5 with the accounts of its computer. What it did is in <see cref="Log"/>.</summary>
public sealed record DanteOptions : ServerOptions
{
    /// <summary>File of the log.</summary>
    public const string Log = "sockd.log";

    /// <summary>Address from which it goes on.</summary>
    public string External { get; init; } = "127.0.0.1";

    /// <summary>True: it takes clients and lets none through.</summary>
    public bool Denies { get; init; }

    /// <summary>True: it wants name and password of an account of its computer, which only root can check.</summary>
    public bool AsksForAccount { get; init; }

    /// <inheritdoc />
    public override ServerPlan Plan(string folder) => new(new ServerCommand("danted", "-f", $"{folder}/sockd.conf", "-p", $"{folder}/sockd.pid"))
    {
        Needs = ["danted"],
        Files =
        [
            new ServerFile("sockd.conf", $$"""
                logoutput: {{folder}}/{{Log}}
                internal: {{Address}} port = {{Port}}
                external: {{External}}
                {{(AsksForAccount ? "user.privileged: root\nuser.unprivileged: nobody" : "")}}
                clientmethod: none
                socksmethod: {{(AsksForAccount ? "username" : "none")}}
                client pass {
                    from: 0.0.0.0/0 to: 0.0.0.0/0
                    log: error
                }
                socks {{(Denies ? "block" : "pass")}} {
                    from: 0.0.0.0/0 to: 0.0.0.0/0
                    log: connect error
                }

                """),
        ],
        Ports = [Port],
    };
}
