using System.Text.Json;

namespace Orchestrator.Plugins.Shared.Settings;

/// <summary>Settings of a plugin that knows one text setting. Anything else is refused by a sentence: a typing error must not switch something off.</summary>
internal static class OneSetting
{
    private const int LongestName = 40;

    /// <summary>Reads it.</summary>
    /// <param name="settings">UTF-8 JSON; empty for none.</param>
    /// <param name="owner">Whose settings, in a sentence.</param>
    /// <param name="name">The setting.</param>
    /// <param name="example">A value of it, for the sentence.</param>
    /// <returns>Null when it isn't set.</returns>
    /// <exception cref="FormatException">With a sentence for people.</exception>
    public static string? Read(ReadOnlyMemory<byte> settings, string owner, string name, string example)
    {
        if (settings.IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(settings, new JsonDocumentOptions { AllowDuplicateProperties = false });
            string? value = null;
            foreach (var setting in document.RootElement.EnumerateObject())
            {
                if (setting.Name != name)
                    throw new FormatException($"The {owner} has no setting \"{Printable(setting.Name)}\". It knows \"{name}\" only.");
                value = setting.Value.GetString() ?? throw new InvalidOperationException("null");
            }

            return value;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The settings of the {owner} aren't an object like {{\"{name}\": \"{example}\"}}.", problem);
        }
    }

    private static string Printable(string name) => string.Concat(name.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter));
}
