using NUnit.Framework;

namespace IntentMarket.Tests.Tidy;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The files that are kept (not built), relative to the root, under a folder and with one of the endings.</summary>
    public static IEnumerable<(string Name, string Text)> Files(string folder, params string[] endings) =>
        from path in Directory.EnumerateFiles(Path(folder), "*", SearchOption.AllDirectories)
        let name = System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/')
        where endings.Any(e => name.EndsWith(e, StringComparison.Ordinal))
        where !name.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "TestResults" or "artifacts" or ".git")
        orderby name
        select (name, File.ReadAllText(path));

    private static string FindRoot()
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "IntentMarket.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the tree");
        return folder;
    }
}
