using System.Text.Json;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary>What a person gives a command, checked before anybody is asked.</summary>
internal static class ControlInput
{
    private const int SettingsBytes = 48 * 1024;

    /// <summary>Three numbers.</summary>
    /// <exception cref="PluginToolException">They aren't.</exception>
    public static Version Version(string text) =>
        PluginIds.TryParseVersion(text, out var version) ? version : throw new PluginToolException($"'{text}' isn't a version. Write three numbers joined by dots, for example 1.2.0.");

    /// <summary>One JSON object from a file, on one line.</summary>
    /// <exception cref="PluginToolException">It can't be read, or isn't one.</exception>
    public static byte[] Settings(string file)
    {
        try
        {
            if (new FileInfo(file).Length > SettingsBytes)
                throw new PluginToolException($"The settings {file} are longer than {SettingsBytes} bytes. Name the file with the plugin's settings.");
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonSerializer.SerializeToUtf8Bytes(document.RootElement)
                : throw new PluginToolException($"The settings {file} aren't a JSON object. Write {{ … }}.");
        }
        catch (JsonException e)
        {
            throw new PluginToolException($"The settings {file} aren't JSON: look at line {e.LineNumber + 1}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginToolException($"The settings {file} can't be read. Name a file that this user may read.", e);
        }
    }
}
