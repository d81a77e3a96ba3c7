using System.Globalization;
using Orchestrator.Trust.Encoding;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.QuickSupport.Site;

/// <summary>One place in a site file, which knows its name and line for the sentence when it is wrong.</summary>
internal sealed class SiteNode(YamlNode node, string path, string name)
{
    /// <summary>The entries of a mapping, each key one of <paramref name="known"/>.</summary>
    public IEnumerable<(string Key, SiteNode Value)> Entries(params string[] known)
    {
        if (node is not YamlMappingNode mapping)
            throw Wrong($"needs entries with the keys {string.Join(", ", known)}");
        foreach (var (keyNode, value) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(key, StringComparer.Ordinal))
                throw Fault(path, keyNode.Start.Line, $"“{Shown(key)}” isn't known there; known are {string.Join(", ", known)}");
            yield return (key, new SiteNode(value, path, name.Length == 0 ? key : $"{name}.{key}"));
        }
    }

    /// <summary>The items of a list.</summary>
    public IEnumerable<SiteNode> Items() => node is YamlSequenceNode sequence
        ? sequence.Children.Select(child => new SiteNode(child, path, name))
        : throw Wrong("needs a list");

    /// <summary>Text that can be shown.</summary>
    public string Text(int characters)
    {
        var text = Scalar();
        return SafeText.IsSafe(text, characters) ? text : throw Wrong($"needs 1 to {characters} characters that can be shown, without blanks at its ends");
    }

    /// <summary>A whole number.</summary>
    public int Number(int least, int most) =>
        int.TryParse(Scalar(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"needs a whole number from {least} to {most}");

    /// <summary>yes or no.</summary>
    public bool YesOrNo() => Scalar() switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => throw Wrong("needs yes or no"),
    };

    /// <summary>The sentence for a value that isn't right. The value isn't repeated: it may be a password.</summary>
    public SiteFileException Wrong(string what) => Fault(path, node.Start.Line, $"{(name.Length == 0 ? "the file" : $"“{name}”")} {what}");

    /// <summary>The sentence for a line.</summary>
    public static SiteFileException Fault(string path, long line, string what) =>
        new($"The site file {path} can't be used, line {line.ToString(CultureInfo.InvariantCulture)}: {what}. Correct it, or ask the IT department.");

    private static string Shown(string key) => SafeText.IsSafe(key, 60) ? key : "?";

    private string Scalar() => node is YamlScalarNode { Value: { } value } ? value : throw Wrong("needs one value");
}
