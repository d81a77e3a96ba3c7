using Orchestrator.QuickSupport.Face.Screen;

namespace Orchestrator.QuickSupport.Face;

/// <summary>What the operator reads where the site's network reads inside the outer TLS and that is allowed.</summary>
internal static class InspectionText
{
    public static string Of(string issuer) =>
        $"This site's network opens and reads encrypted connections (certificate from “{ShownText.Of(issuer)}”). It sees that this program speaks to the vendor; the screen, the keys, the PIN, files and chat stay encrypted inside, for the technician alone. This is recorded.";
}
