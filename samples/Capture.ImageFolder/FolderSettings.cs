using System.Text.Json;

namespace Orchestrator.Plugins.Capture.ImageFolder;

/// <summary>What is shown, and how long each.</summary>
/// <param name="Folder">Absolute path.</param>
/// <param name="Milliseconds">For each picture.</param>
internal sealed record FolderSettings(string Folder, int Milliseconds)
{
    private const string Example = """{"folder": "/srv/pictures", "milliseconds": 1000}""";

    /// <summary>Reads them; what isn't known is refused, so that a typing error never goes unseen.</summary>
    /// <exception cref="FormatException">With a sentence for people.</exception>
    public static FolderSettings Read(ReadOnlyMemory<byte> json)
    {
        string? folder = null;
        var milliseconds = 1000;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var setting in document.RootElement.EnumerateObject())
            {
                if (setting.NameEquals("folder"))
                    folder = setting.Value.GetString();
                else if (setting.NameEquals("milliseconds"))
                    milliseconds = setting.Value.TryGetInt32(out var number) ? number : throw new JsonException("Not a whole number.");
                else
                    throw new FormatException($"The folder of images knows only the settings \"folder\" and \"milliseconds\". Write them like {Example}.");
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The settings of the folder of images can't be read. Write them like {Example}.", problem);
        }

        if (folder is null || !Path.IsPathFullyQualified(folder) || !Directory.Exists(folder))
            throw new FormatException($"The setting \"folder\" must be the absolute path of a folder that is there. Write it like {Example}.");
        return milliseconds is >= 10 and <= 3_600_000
            ? new FolderSettings(folder, milliseconds)
            : throw new FormatException($"The setting \"milliseconds\" must be 10 to 3600000. Write it like {Example}.");
    }
}
