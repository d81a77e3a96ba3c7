using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Testbed.Servers.Squid;

/// <summary>Squid's configuration as text. Several Squids on one machine need a name each, else their shared memory clashes.</summary>
internal static class SquidConfiguration
{
    private const string Helpers = "/usr/lib/squid";

    public static ServerPlan Plan(SquidOptions options, string folder, string endpoint)
    {
        var schemes = options.Schemes.Select(scheme => Scheme(scheme, options, folder)).ToArray();
        return new ServerPlan(new ServerCommand("squid", "-N", "-n", $"orchestrator{options.Port}", "-f", Path.Combine(folder, "squid.conf")))
        {
            Needs = ["squid", .. schemes.SelectMany(scheme => scheme.Needs)],
            Files = [new ServerFile("squid.conf", Main(options, folder, endpoint, schemes)), new ServerFile("hosts", Hosts(options)), .. schemes.SelectMany(scheme => scheme.Files)],
            Ports = [options.Port],
        };
    }

    private static string Main(SquidOptions options, string folder, string endpoint, SchemeSetup[] schemes) => $$"""
        http_port {{endpoint}}
        pid_filename none
        cache deny all
        logformat requests %ts.%03tu %>a %Ss/%03>Hs %<st %rm %ru %un "%.9{Proxy-Authorization}>h"
        access_log stdio:{{folder}}/{{SquidOptions.AccessLog}} requests
        cache_log {{folder}}/cache.log
        coredump_dir {{folder}}
        hosts_file {{folder}}/hosts
        shutdown_lifetime 0 seconds
        pinger_enable off
        {{string.Join('\n', schemes.Select(scheme => scheme.Lines))}}
        {{string.Join('\n', options.Rules)}}
        {{(schemes.Length > 0 ? "acl known proxy_auth REQUIRED\nhttp_access allow known" : "http_access allow all")}}
        http_access deny all

        """;

    private static string Hosts(SquidOptions options) =>
        File.ReadAllText("/etc/hosts") + "\n" + string.Concat(options.Hosts.Select(host => $"{host.Value} {host.Key}\n"));

    private static SchemeSetup Scheme(SquidScheme scheme, SquidOptions options, string folder) => scheme switch
    {
        SquidScheme.Basic => new(
            $"auth_param basic program {Helpers}/basic_ncsa_auth {folder}/basic.users\nauth_param basic children 1\nauth_param basic realm {SquidOptions.Realm}\nauth_param basic credentialsttl 1 second",
            [$"{Helpers}/basic_ncsa_auth"],
            [new ServerFile("basic.users", $"{options.Account.User}:{Md5(options.Account.Password)}\n")]),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The form of the file that basic_ncsa_auth reads, for passwords that are made up.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed record SchemeSetup(string Lines, string[] Needs, ServerFile[] Files);
}
