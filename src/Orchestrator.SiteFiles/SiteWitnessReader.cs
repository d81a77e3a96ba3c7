using Orchestrator.Audit.Witnessing;
using Orchestrator.Yaml;

namespace Orchestrator.SiteFiles;

/// <summary>Reads what a site file says about the site's witness.</summary>
internal static class SiteWitnessReader
{
    private const int MostKey = 400;

    // 32 bytes in base64.
    private const int SecretCharacters = 44;

    /// <summary>Reads the entry <c>witness</c>.</summary>
    /// <exception cref="YamlFaultException">With the place; never with the secret.</exception>
    public static SiteWitness Read(YamlPlace node)
    {
        WitnessKey? key = null;
        byte[]? secret = null;
        foreach (var (name, value) in node.Entries("key", "secret"))
        {
            if (name == "key")
                key = WitnessKey.TryParse(value.Text(MostKey), out var read) ? read : throw value.Wrong("needs the verifier key that `orchestrator-witness keys` printed");
            else
                secret = ReadSecret(value.Text(SecretCharacters)) ?? throw value.Wrong("needs 32 bytes in base64, as `orchestrator-witness keys` made them");
        }

        return key is null ? throw node.Wrong("needs `key`") : new SiteWitness(key, secret);
    }

    private static byte[]? ReadSecret(string text)
    {
        var bytes = new byte[WitnessTag.SecretBytes + 1];
        return text.Length == SecretCharacters && Convert.TryFromBase64String(text, bytes, out var length) && length == WitnessTag.SecretBytes ? bytes[..length] : null;
    }
}
