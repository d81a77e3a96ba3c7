using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers.Squid;

/// <summary>Squid's configuration as text. Several Squids on one machine need a name each, else their shared memory clashes.</summary>
internal static class SquidConfiguration
{
    private const string CertificateMaker = SquidSchemes.Helpers + "/security_file_certgen";

    public static ServerPlan Plan(SquidOptions options, string folder, string endpoint)
    {
        var setups = options.Schemes.Select(scheme => SquidSchemes.SetUp(scheme, options, folder)).ToArray();
        var command = new ServerCommand("squid", "-N", "-n", $"orchestrator{options.Port}", "-f", $"{folder}/squid.conf");
        return new ServerPlan(options.Kerberos is { } kerberos ? command with { Environment = Environment(kerberos) } : command)
        {
            Needs = ["squid", .. setups.SelectMany(setup => setup.Needs), .. options.Interception is null ? [] : new[] { CertificateMaker }],
            Files = [new("squid.conf", Main(options, folder, endpoint, setups)), new("hosts", Hosts(options)), .. setups.SelectMany(setup => setup.Files), .. TlsFiles(options)],
            Preparations = options.Interception is null ? [] : [new ServerCommand(CertificateMaker, "-c", "-s", $"{folder}/made", "-M", "4MB")],
            Ports = [.. new[] { options.Port, options.Tls?.Port, options.Interception?.TransparentPort }.OfType<int>()],
        };
    }

    private static string Main(SquidOptions options, string folder, string endpoint, SchemeSetup[] setups) => $$"""
        http_port {{endpoint}}{{(options.Interception is null ? "" : Bump(folder))}}
        {{(options.Interception?.TransparentPort is { } transparent ? $"https_port {transparent} intercept{Bump(folder)}" : "")}}
        {{(options.Tls is { } tls ? $"https_port {options.Address}:{tls.Port} tls-cert={folder}/tls.pem tls-key={folder}/tls.key" : "")}}
        pid_filename none
        cache deny all
        logformat requests %ts.%03tu %>a %Ss/%03>Hs %<st %rm %ru %un "%.9{Proxy-Authorization}>h"
        access_log stdio:{{folder}}/{{SquidOptions.AccessLog}} requests
        cache_log {{folder}}/cache.log
        coredump_dir {{folder}}
        hosts_file {{folder}}/hosts
        shutdown_lifetime 0 seconds
        pinger_enable off
        {{string.Join('\n', setups.Select(setup => setup.Lines))}}
        {{(options.Interception is { } interception ? Interception(interception, folder) : "")}}
        {{string.Join('\n', options.Rules)}}
        {{(setups.Length > 0 ? "acl known proxy_auth REQUIRED\nhttp_access allow known" : "http_access allow all")}}
        http_access deny all

        """;

    private static string Bump(string folder) => $" ssl-bump generate-host-certificates=on tls-cert={folder}/authority.pem tls-key={folder}/authority.key";

    private static string Interception(SquidInterception interception, string folder) => $"""
        sslcrtd_program {CertificateMaker} -s {folder}/made -M 4MB
        sslcrtd_children 1
        tls_outgoing_options cafile={folder}/upstream.pem
        acl hello at_step SslBump1
        ssl_bump peek hello
        ssl_bump bump all
        {(interception.PassesUpgrades ? "http_upgrade_request_protocols websocket allow all" : "")}
        """;

    private static string Hosts(SquidOptions options) =>
        File.ReadAllText("/etc/hosts") + "\n" + string.Concat(options.Hosts.Select(host => $"{host.Value} {host.Key}\n"));

    private static IEnumerable<ServerFile> TlsFiles(SquidOptions options)
    {
        if (options.Tls is { } tls)
        {
            yield return new ServerFile("tls.pem", tls.Certificate.Chain);
            yield return new ServerFile("tls.key", tls.Certificate.Key);
        }

        if (options.Interception is { } interception)
        {
            yield return new ServerFile("authority.pem", interception.Authority.Chain);
            yield return new ServerFile("authority.key", interception.Authority.Key);
            yield return new ServerFile("upstream.pem", interception.UpstreamRoots);
        }
    }

    // Tickets that come twice are nothing that these servers have to notice, and the cache for it would lie outside the folder.
    private static ImmutableDictionary<string, string> Environment(SquidKerberos kerberos) =>
        ImmutableDictionary<string, string>.Empty.Add("KRB5_CONFIG", kerberos.Configuration).Add("KRB5_KTNAME", kerberos.Keytab).Add("KRB5RCACHENAME", "none:");
}
