using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Testbed.Servers.Squid;

/// <summary>Lines, programs and files of one scheme.</summary>
/// <param name="Lines">Of squid.conf.</param>
/// <param name="Needs">Programs.</param>
/// <param name="Files">What they read.</param>
internal sealed record SchemeSetup(string Lines, string[] Needs, ServerFile[] Files);

/// <summary>Squid's verifiers, each behind a script that keeps what Squid asks it.</summary>
internal static class SquidSchemes
{
    public const string Helpers = "/usr/lib/squid";

    public static string Name(SquidScheme scheme) => scheme switch
    {
        SquidScheme.Negotiate => "negotiate",
        SquidScheme.Ntlm => "ntlm",
        SquidScheme.Digest => "digest",
        SquidScheme.Basic => "basic",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    public static SchemeSetup SetUp(SquidScheme scheme, SquidOptions options, string folder) => scheme switch
    {
        SquidScheme.Basic => Make(scheme, folder, $"{Helpers}/basic_ncsa_auth", $"{folder}/basic.users", [new("basic.users", $"{options.Account.User}:{Md5(options.Account.Password)}\n")], RealmLine(scheme) + "\nauth_param basic credentialsttl 1 second"),
        SquidScheme.Digest => Make(scheme, folder, $"{Helpers}/digest_file_auth", $"{folder}/digest.users", [new("digest.users", $"{options.Account.User}:{options.Account.Password}\n")], RealmLine(scheme)),
        SquidScheme.Ntlm => Make(
            scheme,
            folder,
            "ntlm_auth",
            $"--configfile={folder}/smb.conf --helper-protocol=squid-2.5-ntlmssp --username={options.Account.User} --domain={options.NtlmDomain} --password={options.Account.Password}",
            [new("smb.conf", Samba(options, folder))]),
        SquidScheme.Negotiate => Make(scheme, folder, $"{Helpers}/negotiate_kerberos_auth", $"-k {options.Kerberos?.Keytab ?? $"{folder}/none.keytab"} -s {options.Kerberos?.Service ?? "GSS_C_NO_NAME"}", []),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    private static SchemeSetup Make(SquidScheme scheme, string folder, string program, string arguments, ServerFile[] files, string more = "")
    {
        var name = Name(scheme);

        // In the log first: `tee` hands a line on before it writes it, and who has read the answer would miss the question there.
        var keep = $"while IFS= read -r line; do printf '%s\\n' \"$line\" >> {folder}/{SquidOptions.VerifierLog(scheme)}; printf '%s\\n' \"$line\"; done";
        var script = new ServerFile($"{name}.sh", $"#!/bin/sh\n{keep} | {program} {arguments}\n", Executable: true);
        return new SchemeSetup($"auth_param {name} program {folder}/{script.Name}\nauth_param {name} children 1\n{more}", [program], [script, .. files]);
    }

    private static string RealmLine(SquidScheme scheme) => $"auth_param {Name(scheme)} realm {SquidOptions.Realm}";

    private static string Samba(SquidOptions options, string folder) => $"""
        [global]
        workgroup = {options.NtlmDomain}
        netbios name = SITEPROXY
        private dir = {folder}/samba
        lock directory = {folder}/samba
        state directory = {folder}/samba
        cache directory = {folder}/samba
        pid directory = {folder}/samba
        ntlm auth = ntlmv2-only
        log level = 0

        """;

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The form of the file that basic_ncsa_auth reads, for passwords that are made up.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
