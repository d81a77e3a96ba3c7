using System.Reflection;
using System.Runtime.Loader;

namespace Orchestrator.Mutants.Tests;

public sealed class MethodEmptierTests : IDisposable
{
    private const string Prefix = "Mutants.Tests!Orchestrator.Mutants.Tests.Samples.";

    private readonly string _folder = Directory.CreateTempSubdirectory("mutants-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Number", 0)]
    [InlineData("Number => 3", 3)]
    [InlineData("Text", null)]
    [InlineData("Flag => true", true)]
    [InlineData("Day", DayOfWeek.Sunday)]
    [InlineData("Day => Friday", DayOfWeek.Friday)]
    [InlineData("Inner.Number", 0)]
    public void An_emptied_method_returns_nothing_or_the_value_that_was_named(string method, object? expected)
    {
        var returned = Call(method, []);
        Assert.Equal(expected is DayOfWeek ? (int)expected : expected, returned is Enum ? Convert.ToInt32(returned, null) : returned);
    }

    [Fact]
    public void A_struct_is_its_default() => Assert.Equal(Guid.Empty, Call("Value", []));

    [Fact]
    public void An_emptied_method_does_nothing()
    {
        Call("Nothing", [], out var type);
        Assert.Equal(0, type.GetProperty(nameof(Samples.Calls))!.GetValue(null));
    }

    [Fact]
    public void Out_parameters_get_their_default()
    {
        var arguments = new object?[] { 5, "before" };
        Assert.Equal(false, Call("Out", arguments));
        Assert.Equal([0, null], arguments);
    }

    [Fact]
    public async Task What_is_awaited_is_completed_with_nothing()
    {
        var work = Assert.IsAssignableFrom<Task>(Call("Work", [], out var type));
        Assert.True(work.IsCompletedSuccessfully);
        Assert.Equal(0, type.GetProperty(nameof(Samples.Calls))!.GetValue(null));
        Assert.Equal(0, await Assert.IsType<Task<int>>(Call("NumberLater", []), exactMatch: false));
        Assert.Null(await Assert.IsType<Task<IReadOnlyList<string>>>(Call("TextsLater", []), exactMatch: false));
        Assert.Equal(0, await Assert.IsType<ValueTask<int>>(Call("NumberSoon", [])));
    }

    [Fact]
    public void Of_several_methods_the_one_that_is_named_is_emptied()
    {
        Assert.Equal(0, Call("Several(String)", ["text"], out var type));
        Assert.Equal(5, type.GetMethod("Several", [typeof(int)])!.Invoke(null, [5]));
        Assert.Equal(0, Call("Several(2)", [1, 2]));
    }

    [Theory]
    [InlineData("Missing")]
    [InlineData("Several")]
    [InlineData("Several(Guid)")]
    [InlineData("Day => Never")]
    public void A_name_that_says_no_method_or_several_is_refused(string method) => Assert.Throws<TableException>(() => Call(method, []));

    private object? Call(string method, object?[] arguments) => Call(method, arguments, out _);

    private object? Call(string method, object?[] arguments, out Type type)
    {
        var name = MethodName.Parse(Prefix + method);
        var emptied = Path.Combine(_folder, $"{Guid.NewGuid():N}.dll");
        MethodEmptier.Empty(Path.Combine(AppContext.BaseDirectory, "Mutants.Tests.dll"), AppContext.BaseDirectory, name, emptied);
        using var bytes = new MemoryStream(File.ReadAllBytes(emptied));
        type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(bytes).GetType(method.StartsWith("Inner", StringComparison.Ordinal) ? typeof(Samples.Inner).FullName! : typeof(Samples).FullName!)!;
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static).First(one => one.Name == name.Method && one.GetParameters().Length == arguments.Length && Takes(one, arguments)).Invoke(null, arguments);
    }

    private static bool Takes(MethodInfo method, object?[] arguments) =>
        method.GetParameters().Zip(arguments).All(pair => pair.First.ParameterType.IsByRef || pair.First.ParameterType.IsInstanceOfType(pair.Second));
}
