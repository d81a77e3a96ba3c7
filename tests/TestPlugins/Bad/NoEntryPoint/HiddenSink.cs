using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Good code that nobody outside its assembly can see.</summary>
internal sealed class HiddenSink : TestSink;
