using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Architecture;

#pragma warning disable CA5359 // These are what the search must find; nobody calls them.

/// <summary>Callbacks that the search must find, and one that it must not.</summary>
internal static class BlindCallbacks
{
    public const int Count = 4;

    public static RemoteCertificateValidationCallback Lambda => (_, _, _, _) => true;

    public static RemoteCertificateValidationCallback Block => delegate { return true; };

    public static Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool> Handler => (_, certificate, _, _) => certificate is not null;

    public static bool Method(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        return sender is not null;
    }

    public static bool Looks(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None;
}
