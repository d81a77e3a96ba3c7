using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Yaml;

/// <summary>
/// The subset of YAML that people write here: one document of mappings, lists and plain values. No anchors, references, tags or doubled keys; the
/// shape is judged while it is read, before anything is built from it. How long the text may be is the caller's to say.
/// </summary>
public static class StrictYaml
{
    /// <summary>The root of the document; null when nothing stands in the text.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="maxDepth">Levels of mappings and lists.</param>
    /// <exception cref="YamlFaultException">With the line.</exception>
    public static YamlPlace? Read(string text, int maxDepth)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            CheckShape(text, maxDepth);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : new YamlPlace(yaml.Documents[0].RootNode, "");
        }
        catch (YamlException e)
        {
            throw new YamlFaultException(e.Start.Line, "it isn't YAML that can be read (a wrong indent, a tab, a quote that doesn't end, or a key that stands there twice)", e.Start.Column);
        }
    }

    private static void CheckShape(string text, int maxDepth)
    {
        var depth = 0;
        var documents = 0;
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            var (line, column) = (parser.Current!.Start.Line, parser.Current.Start.Column);
            if (parser.Current is DocumentStart && ++documents > 1)
                throw new YamlFaultException(line, "a second document begins (“---”); only one is read", column);
            if (parser.Current is AnchorAlias || (parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)))
                throw new YamlFaultException(line, "anchors, references (& and *) and tags (!) aren't used here", column);
            depth += parser.Current.NestingIncrease;

            // The stream and the document are two levels of their own.
            if (depth > maxDepth + 2)
                throw new YamlFaultException(line, "it is nested too deeply", column);
        }
    }
}
