using System.Text.Json;

namespace Orchestrator.Plugins.Audit.Webhook;

/// <summary>Where records go.</summary>
/// <param name="Url">An https address. Its path may be a secret, so sentences name only <see cref="Where"/>.</param>
/// <param name="RootsFile">PEM of the only roots that count; null: the system's.</param>
internal sealed record WebhookSettings(Uri Url, string? RootsFile)
{
    private const string Example = """{"url": "https://records.example.com/in"}""";

    /// <summary>For sentences.</summary>
    public string Where => $"{Url.IdnHost}:{Url.Port}";

    /// <summary>Reads them; what isn't known is refused, so that a typing error never goes unseen.</summary>
    /// <exception cref="FormatException">With a sentence for people.</exception>
    public static WebhookSettings Read(ReadOnlyMemory<byte> json)
    {
        string? url = null, roots = null;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var setting in document.RootElement.EnumerateObject())
            {
                if (setting.NameEquals("url"))
                    url = setting.Value.GetString();
                else if (setting.NameEquals("rootsFile"))
                    roots = setting.Value.GetString() ?? throw new JsonException("Null.");
                else
                    throw new FormatException($"The webhook knows only the settings \"url\" and \"rootsFile\". Write them like {Example}.");
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The settings of the webhook can't be read. Write them like {Example}.", problem);
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? new WebhookSettings(address, roots)
            : throw new FormatException($"The setting \"url\" must be an address that begins with https:// and names no user. Write it like {Example}.");
    }
}
