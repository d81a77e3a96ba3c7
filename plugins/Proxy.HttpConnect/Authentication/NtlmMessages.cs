namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>Recognises NTLM ([MS-NLMP] 2.2.1) in a token, also where Negotiate wraps it: what it sends decides what a refusal may mean.</summary>
internal static class NtlmMessages
{
    /// <summary>True when a token carries NTLM.</summary>
    public static bool IsIn(ReadOnlySpan<byte> token) => token.IndexOf("NTLMSSP\0"u8) >= 0;

    /// <summary>True when it carries the third message, the one with a proof of the password.</summary>
    public static bool IsProofIn(ReadOnlySpan<byte> token) => token.IndexOf("NTLMSSP\0\u0003\0\0\0"u8) >= 0;
}
