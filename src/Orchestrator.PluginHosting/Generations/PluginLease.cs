using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>The right to use one generation of a plugin for one channel. Give it back by disposing it, after everything that was opened through it.</summary>
public sealed class PluginLease : IDisposable
{
    private PluginGeneration? generation;

    internal PluginLease(PluginGeneration generation)
    {
        this.generation = generation;
        Generation = generation.Id;
    }

    /// <summary>Which one.</summary>
    public GenerationId Generation { get; }

    /// <summary>The plugin behind its gateway.</summary>
    /// <exception cref="PluginFaultException">The lease was given back, or the generation was closed under its user because the program ends.</exception>
    /// <exception cref="PluginRefusedException">It is of another kind.</exception>
    public T Get<T>()
        where T : class, IPlugin =>
        (Volatile.Read(ref generation) ?? throw new PluginFaultException(new PluginFault(Generation.ToString(), typeof(T).Name, PluginFaultKind.Closed, "closed"))).Scope.Get<T>();

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref generation, null)?.GiveBack();
}
