using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers.Kerberos;

/// <summary>MIT Kerberos: a KDC with a realm of its own, made anew at each start. Clients need <see cref="Configuration"/>, services <see cref="Keytab"/>.</summary>
public sealed record KdcOptions : ServerOptions
{
    /// <summary>File for the variable KRB5_CONFIG of clients and services.</summary>
    public const string Configuration = "krb5.conf";

    /// <summary>File with the keys of all services.</summary>
    public const string Keytab = "services.keytab";

    /// <summary>Upper case.</summary>
    public string Realm { get; init; } = "LAB.TEST";

    /// <summary>People.</summary>
    public ImmutableArray<ServerAccount> Accounts { get; init; } = [new("alice", "correct-horse")];

    /// <summary>Services, without realm.</summary>
    public ImmutableArray<string> Services { get; init; } = ["HTTP/localhost"];

    /// <inheritdoc />
    public override ServerPlan Plan(string folder)
    {
        var environment = ImmutableDictionary<string, string>.Empty.Add("KRB5_CONFIG", $"{folder}/{Configuration}").Add("KRB5_KDC_PROFILE", $"{folder}/kdc.conf");
        ServerCommand Run(string program, params string[] arguments) => new(program, [.. arguments]) { Environment = environment };
        ServerCommand Ask(string query) => Run("kadmin.local", "-q", query);
        return new ServerPlan(Run("krb5kdc", "-n", "-P", $"{folder}/kdc.pid"))
        {
            Needs = ["krb5kdc", "kdb5_util", "kadmin.local"],
            Files = [new(Configuration, ClientConfiguration(Realm, Endpoint)), new("kdc.conf", Server(folder))],
            Preparations =
            [
                Run("kdb5_util", "create", "-s", "-r", Realm, "-P", "made-for-this-test"),
                .. Accounts.Select(account => Ask($"addprinc +requires_preauth -pw {account.Password} {account.User}@{Realm}")),
                .. Services.Select(service => Ask($"addprinc -randkey {service}@{Realm}")),
                .. Services.Select(service => Ask($"ktadd -k {folder}/{Keytab} {service}@{Realm}")),
            ],
            Ports = [Port],
        };
    }

    /// <summary>A krb5.conf: one realm, nothing from DNS, names as they are written.</summary>
    /// <param name="realm">Default realm.</param>
    /// <param name="kdc">Address and port; TCP.</param>
    public static string ClientConfiguration(string realm, string kdc) => $$"""
        [libdefaults]
            default_realm = {{realm}}
            dns_lookup_kdc = false
            dns_lookup_realm = false
            dns_canonicalize_hostname = false
            rdns = false
            udp_preference_limit = 1
        [realms]
            {{realm}} = {
                kdc = {{kdc}}
            }
        [domain_realm]
            .localhost = {{realm}}
            localhost = {{realm}}

        """;

    private string Server(string folder) => $$"""
        [kdcdefaults]
            kdc_listen = ""
            kdc_tcp_listen = {{Endpoint}}
        [realms]
            {{Realm}} = {
                database_name = {{folder}}/principal
                key_stash_file = {{folder}}/stash
                max_life = 1h
            }
        [logging]
            kdc = FILE:{{folder}}/kdc.log

        """;
}
